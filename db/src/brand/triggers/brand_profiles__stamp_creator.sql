create trigger brand_profiles__stamp_creator before insert on brand.brand_profiles
  for each row execute function core.stamp_creator();
