create function system.dispatch_lock(organization_id uuid) returns bigint
  language sql immutable parallel safe
  return hashtextextended('system.dispatch', 0) # hashtextextended(organization_id::text, 0);
comment on function system.dispatch_lock(uuid) is 'The advisory lock of whoever dispatches the jobs of an organisation.';
grant execute on function system.dispatch_lock(uuid) to vp_definer;
