create function core.check_time_zone() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if not exists (select from pg_catalog.pg_timezone_names z where z.name = new.time_zone) then
    perform core.raise('VP201', format('There is no time zone %s.', coalesce(new.time_zone, 'null')), 'Send an IANA name, such as Europe/Berlin.');
  end if;
  return new;
end $$;
comment on function core.check_time_zone() is 'Trigger: time_zone is one that the server knows by name. Raises VP201.';
