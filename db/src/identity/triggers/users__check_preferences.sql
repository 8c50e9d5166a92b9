create function identity.users__check_preferences() returns trigger
  language plpgsql set search_path = '' as $$
declare
  wrong text;
begin
  if jsonb_typeof(new.notification_preferences) is distinct from 'object' then
    perform core.raise('VP201', 'notification_preferences is not an object.', 'Send {"email": true, "approvals": "immediately", "digest": "daily"}.');
  end if;
  select string_agg(format('%s: %s', p.key, p.value), ', ' order by p.key) into wrong
  from jsonb_each(new.notification_preferences) p
  where not case
    when p.key = 'email' then jsonb_typeof(p.value) = 'boolean'
    when p.key in ('approvals', 'digest') then p.value in ('"immediately"', '"daily"', '"weekly"', '"never"')
    else false
  end;
  if wrong is not null then
    perform core.raise('VP201', format('notification_preferences cannot have %s.', wrong),
      'email is true or false; approvals and digest are immediately, daily, weekly or never.');
  end if;
  return new;
end $$;
comment on function identity.users__check_preferences() is 'Trigger: notification_preferences has the known keys and values only. Raises VP201.';

create trigger users__check_preferences before insert or update of notification_preferences on identity.users
  for each row execute function identity.users__check_preferences();
