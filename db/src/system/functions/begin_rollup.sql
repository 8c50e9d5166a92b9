create function system.begin_rollup(name text, out from_xid xid8, out to_xid xid8, out is_restored boolean)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  server constant bigint := system.system_identifier();
begin
  insert into system.rollup_cursors (name, next_xid, system_identifier)
  values (begin_rollup.name, '0', server)
  on conflict on constraint rollup_cursors_pkey do nothing;
  select c.next_xid, c.system_identifier <> server into strict from_xid, is_restored
  from system.rollup_cursors c where c.name = begin_rollup.name for update;
  if is_restored then
    from_xid := '0';
  end if;
  -- Every transaction below has ended, so what it wrote is visible to the next statement, and nothing is added later.
  to_xid := pg_snapshot_xmin(pg_current_snapshot());
end $$;
comment on function system.begin_rollup(text) is
  'Locks a roll-up''s cursor and says which facts are to be counted: those with from_xid <= xid < to_xid. is_restored: transaction ids are from another server, whose facts the roll-up must first give an id below to_xid.';
