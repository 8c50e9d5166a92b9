create trigger api_keys__before_update before update on identity.api_keys
  for each row execute function identity.stay_revoked();
