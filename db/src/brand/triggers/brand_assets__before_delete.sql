create trigger brand_assets__before_delete before delete on brand.brand_assets
  for each statement execute function identity.require_role('admin');
