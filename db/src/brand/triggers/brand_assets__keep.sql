create trigger brand_assets__keep before update on brand.brand_assets
  for each row execute function core.keep('id', 'brand_profile_id', 'kind', 'file_id');
