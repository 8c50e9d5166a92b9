create trigger organizations__require_role before update on identity.organizations
  for each statement execute function identity.require_role('admin');
