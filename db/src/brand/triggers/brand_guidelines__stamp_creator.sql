create trigger brand_guidelines__stamp_creator before insert on brand.brand_guidelines
  for each row execute function core.stamp_creator();
