create trigger brand_assets__require_role before delete on brand.brand_assets
  for each statement execute function identity.require_role('admin');
