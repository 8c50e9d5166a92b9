create function analytics.acting_transactions__started() returns trigger
  language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into analytics.user_activity_logs (organization_id, actor, action, table_name, record_id, database_role, changed)
  select a.organization_id, 'dba', 'act_as', 'identity.acting_transactions', a.xid::text, a.database_role, jsonb_build_object('role', a.role)
  from new_rows a;
  return null;
end $$;
comment on function analytics.acting_transactions__started() is 'Trigger: logs that a DBA acts as a member, in which organisation and role.';

create trigger acting_transactions__started after insert on identity.acting_transactions
  referencing new table as new_rows for each statement execute function analytics.acting_transactions__started();
