-- owner: vp_owner
create function core.find_missing_objects() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- Read once: whether an object is there is asked of the catalogue's indexes.
  with deployed as materialized (
    select d.path, d.deployed_at, object ->> 'kind' as kind, object ->> 'name' as name, object ->> 'table' as relation
    from core.deployed d
    cross join jsonb_array_elements(d.identity) object
  )
  select 'error', 'deploy.object_missing', null::uuid, d.kind, coalesce(d.name || ' on ' || d.relation, d.name), d.deployed_at,
    format('The last deploy made the %s %s of db/%s, and it is gone.', d.kind, coalesce(d.name || ' on ' || d.relation, d.name), d.path),
    'npm run deploy -- --full makes it anew.'
  from deployed d
  where not case
    when d.kind in ('function', 'aggregate') then
      -- Before version 16 to_regprocedure() raises an error for an argument's type that is not there.
      case when exists (
        select from regexp_split_to_table(nullif(substring(d.name from '[(](.*)[)]$'), ''), '\s*,\s*') argument
        where to_regtype(argument) is null)
      then false else to_regprocedure(d.name) is not null end
    when d.kind in ('view', 'materialized view', 'access') then to_regclass(d.name) is not null
    when d.kind = 'schema' then to_regnamespace(d.name) is not null
    when d.kind = 'type' then to_regtype(d.name) is not null
    when d.kind = 'trigger' then exists (
      select from pg_catalog.pg_trigger t where t.tgrelid = to_regclass(d.relation) and t.tgname = d.name)
    when d.kind = 'policy' then exists (
      select from pg_catalog.pg_policy p where p.polrelid = to_regclass(d.relation) and p.polname = d.name)
    else false
  end;
$$;
comment on function core.find_missing_objects() is 'Finds objects that the ledger of the deploy has and the catalogue has not: somebody dropped them by hand.';
grant execute on function core.find_missing_objects() to vp_dba, vp_monitor;
