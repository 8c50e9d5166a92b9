create trigger brand_assets__stamp_creator before insert on brand.brand_assets
  for each row execute function core.stamp_creator();
