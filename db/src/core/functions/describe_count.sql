create function core.describe_count(amount bigint, noun text) returns text
  language sql immutable parallel safe
  return amount || ' ' || noun || case when amount <> 1 then 's' else '' end;
comment on function core.describe_count(bigint, text) is 'A number of things, for people: 1 call, 7 calls.';
grant execute on function core.describe_count(bigint, text) to vp_member, vp_dba, vp_monitor, vp_definer, vp_queue;
