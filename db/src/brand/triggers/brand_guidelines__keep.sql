create trigger brand_guidelines__keep before update on brand.brand_guidelines
  for each row execute function core.keep('id', 'brand_profile_id');
