create trigger content_templates__touch before update on brand.content_templates
  for each row execute function core.touch();
