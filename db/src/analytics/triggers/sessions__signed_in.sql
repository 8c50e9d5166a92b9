create function analytics.sessions__signed_in() returns trigger
  language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into analytics.user_activity_logs (organization_id, actor, user_id, action, table_name, record_id)
  select coalesce(s.organization_id, identity.system_organization_id()), 'user', s.user_id, 'sign_in', 'identity.sessions', s.id::text
  from new_rows s;
  return null;
end $$;
comment on function analytics.sessions__signed_in() is 'Trigger: logs each sign-in, by password or by API key.';

create trigger sessions__signed_in after insert on identity.sessions
  referencing new table as new_rows for each statement execute function analytics.sessions__signed_in();
