create trigger brand_profiles__touch before update on brand.brand_profiles
  for each row execute function core.touch();
