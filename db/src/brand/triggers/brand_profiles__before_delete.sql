create trigger brand_profiles__before_delete before delete on brand.brand_profiles
  for each statement execute function identity.require_role('admin');
