create trigger content_templates__stamp_creator before insert on brand.content_templates
  for each row execute function core.stamp_creator();
