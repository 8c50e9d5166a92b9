create trigger user_organizations__require_role before update on identity.user_organizations
  for each statement execute function identity.require_role('admin');
