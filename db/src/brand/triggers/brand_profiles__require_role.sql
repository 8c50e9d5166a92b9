create trigger brand_profiles__require_role before insert or update on brand.brand_profiles
  for each statement execute function identity.require_role('editor');
create trigger brand_profiles__require_role_to_delete before delete on brand.brand_profiles
  for each statement execute function identity.require_role('admin');
