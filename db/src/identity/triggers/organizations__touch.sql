create trigger organizations__touch before update on identity.organizations
  for each row execute function core.touch();
