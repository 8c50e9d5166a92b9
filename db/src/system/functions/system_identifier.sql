create function system.system_identifier() returns bigint
  language plpgsql stable security definer set search_path = '' as $$
begin
  if has_function_privilege('pg_catalog.pg_control_system()', 'execute') then
    return (select c.system_identifier from pg_catalog.pg_control_system() c);
  end if;
  -- Where a managed server keeps that for itself: a dump that is restored gets other object ids.
  return (
    select hashtextextended(string_agg(c.oid::text, ',' order by c.oid), 0)
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('core', 'identity', 'system') and c.relkind = 'r');
end $$;
comment on function system.system_identifier() is
  'Tells this server from one that a dump was restored to: transaction ids kept in tables mean nothing there.';
grant execute on function system.system_identifier() to vp_definer;
