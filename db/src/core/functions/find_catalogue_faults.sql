create function core.find_catalogue_faults() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  with product_tables as (
    select c.oid, c.oid::regclass::text as name
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm')
      and n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics')
  )
  select 'warning', 'catalogue.constraint_not_valid', null::uuid, 'constraint', format('%s.%s', t.name, k.conname), null::timestamptz,
    format('The constraint %s of %s has not been validated: rows may break it.', k.conname, t.name),
    format('alter table %s validate constraint %I; it names a row that breaks it.', t.name, k.conname)
  from pg_catalog.pg_constraint k
  join product_tables t on t.oid = k.conrelid
  where not k.convalidated
  union all
  select 'error', 'catalogue.index_not_valid', null, 'index', i.indexrelid::regclass::text, null,
    format('The index %s of %s is not valid: building it broke off, and no query uses it.', i.indexrelid::regclass, t.name),
    format('As vp_maintainer: reindex index concurrently %s.', i.indexrelid::regclass)
  from pg_catalog.pg_index i
  join product_tables t on t.oid = i.indrelid
  where not i.indisvalid or not i.indisready
  union all
  -- The rules, the audit and the pipeline are triggers.
  select 'error', 'catalogue.trigger_disabled', null, 'trigger', format('%s.%s', t.name, g.tgname), null,
    format('The trigger %s of %s is disabled: its rule does not hold.', g.tgname, t.name),
    format('alter table %s enable trigger %I;', t.name, g.tgname)
  from pg_catalog.pg_trigger g
  join product_tables t on t.oid = g.tgrelid
  where g.tgenabled = 'D' and not g.tgisinternal;
$$;
comment on function core.find_catalogue_faults() is
  'Finds what a change of the schema left half done: constraints and indexes that are not valid, triggers that are disabled.';
grant execute on function core.find_catalogue_faults() to vp_dba, vp_monitor;
