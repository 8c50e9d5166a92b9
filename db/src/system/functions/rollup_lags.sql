create function system.rollup_lags() returns table (name text, advanced_at timestamptz, waiting_transactions bigint, held_since timestamptz)
  language sql stable set search_path = '' as $$
  select c.name, c.advanced_at,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint - c.next_xid::text::bigint,
    (select min(a.xact_start) from pg_catalog.pg_stat_activity a where a.backend_xid is not null)
  from system.rollup_cursors c;
$$;
comment on function system.rollup_lags() is
  'How far each roll-up is behind: when it last advanced, how many transactions began since, and the start of the oldest open writer that the caller may see, which holds every cursor.';
grant execute on function system.rollup_lags() to vp_dba, vp_monitor;
