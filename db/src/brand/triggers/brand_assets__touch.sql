create trigger brand_assets__touch before update on brand.brand_assets
  for each row execute function core.touch();
