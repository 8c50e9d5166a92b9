create trigger brand_profiles__keep before update on brand.brand_profiles
  for each row execute function core.keep('id');
