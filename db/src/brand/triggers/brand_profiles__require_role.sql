create trigger brand_profiles__require_role before delete on brand.brand_profiles
  for each statement execute function identity.require_role('admin');
