create function integration.is_failing(provider text, operation text) returns boolean
  language sql stable security definer set search_path = ''
  return exists (
    select from integration.circuits c
    where c.provider = is_failing.provider and c.operation = is_failing.operation and c.state <> 'closed');
comment on function integration.is_failing(text, text) is 'Whether the circuit of an operation is open or being probed.';
grant execute on function integration.is_failing(text, text) to vp_definer;
