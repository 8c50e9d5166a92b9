create trigger api_keys__require_role before update on identity.api_keys
  for each statement execute function identity.require_role('admin');
