create function core.find_missing_partitions() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select wanted.severity, 'partitions.missing', null::uuid, 'partition', format('%s_%s', p.partrelid::regclass, to_char(wanted.month, 'YYYY_MM')),
    null::timestamptz,
    format('%s has no partition for %s: what happens then cannot be written.', p.partrelid::regclass, to_char(wanted.month, 'YYYY-MM')),
    'select core.create_partitions(); a worker does it every night: see in its log why it does not.'
  from pg_catalog.pg_partitioned_table p
  join pg_catalog.pg_class c on c.oid = p.partrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  cross join lateral (
    select date_trunc('month', now() at time zone 'utc')::date, 'error'
    union all
    select (date_trunc('month', now() at time zone 'utc') + interval '1 month')::date, 'warning'
  ) as wanted (month, severity)
  where n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics')
    and not exists (
      select
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class part on part.oid = i.inhrelid
      where i.inhparent = p.partrelid and not i.inhdetachpending and part.relname = c.relname || '_' || to_char(wanted.month, 'YYYY_MM'));
$$;
comment on function core.find_missing_partitions() is 'Finds partitioned tables without a partition for this month (error) or the next (warning).';
grant execute on function core.find_missing_partitions() to vp_dba, vp_monitor;
