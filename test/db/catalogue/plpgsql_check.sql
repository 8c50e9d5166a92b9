begin;
set search_path = extensions, public;
select plan(2);

do $$
begin
  if exists (select from pg_available_extensions where name = 'plpgsql_check') then
    create extension if not exists plpgsql_check schema extensions;
  end if;
end $$;

-- Every PL/pgSQL function, a trigger's together with each table it stands on.
create function pg_temp.faults() returns setof text language plpgsql as $$
begin
  return query execute $query$
    select format('%s%s, line %s: %s: %s', p.oid::regprocedure, coalesce(' on ' || g.tgrelid::regclass, ''), f.lineno, f.level, f.message)
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    left join pg_trigger g on g.tgfoid = p.oid and not g.tgisinternal and g.tgparentid = 0
    cross join lateral extensions.plpgsql_check_function_tb(
      p.oid, coalesce(g.tgrelid, 0), oldtable => g.tgoldtable, newtable => g.tgnewtable, performance_warnings => false) f
    where l.lanname = 'plpgsql'
      and n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics', 'api')
      and (p.prorettype <> 'trigger'::regtype or g.oid is not null)
      -- Its warnings are about style: casts at assignment, variables that a dynamic query sets.
      and f.level = 'error'$query$;
end $$;

create function pg_temp.check_functions() returns setof text language plpgsql as $$
begin
  if not exists (select from pg_extension where extname = 'plpgsql_check') then
    return next extensions.skip('this server has no plpgsql_check', 2);
    return;
  end if;
  return next extensions.is_empty('select pg_temp.faults()', 'plpgsql_check finds no fault');
  create function core.planted() returns int language plpgsql as 'begin return (select no_such_column from core.deployed); end';
  return next extensions.isnt_empty('select * from pg_temp.faults() f where f like ''core.planted()%''', 'and finds a planted one');
end $$;
select * from pg_temp.check_functions();

select * from finish();
rollback;
