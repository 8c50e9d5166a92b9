create function system.end_rollup(name text, to_xid xid8) returns void
  language sql volatile security definer set search_path = '' as $$
  update system.rollup_cursors c
  set next_xid = to_xid, system_identifier = system.system_identifier(), advanced_at = clock_timestamp()
  where c.name = end_rollup.name;
$$;
comment on function system.end_rollup(text, xid8) is 'Moves the cursor of a roll-up to where begin_rollup() said, in the same transaction.';
