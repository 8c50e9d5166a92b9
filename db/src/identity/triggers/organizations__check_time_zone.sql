create trigger organizations__check_time_zone before insert or update of time_zone on identity.organizations
  for each row execute function core.check_time_zone();
