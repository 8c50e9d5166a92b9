-- include: fixtures/two_tenants.sql
-- include: fixtures/findings.sql
begin;
set search_path = extensions, public;
select plan(10);

insert into analytics.refreshes (view_name, refreshed_at, duration, view_rows)
values ('content_performance_daily', now(), '1 s', 1), ('brand_compliance_monthly', now(), '1 s', 1), ('violation_ranking', now(), '1 s', 1)
on conflict (view_name) do update set refreshed_at = excluded.refreshed_at;
select is(pg_temp.found('views.stale'), null, 'views that were just refreshed are fresh');
select is_empty('select from analytics.diagnose()', 'and nothing else is wrong with a system that works');
update analytics.refreshes set refreshed_at = now() - interval '20 minutes' where view_name = 'content_performance_daily';
select is(pg_temp.found('views.stale'), 'warning analytics.content_performance_daily 20 min', 'after twenty minutes they are not');
delete from analytics.refreshes;
select is(pg_temp.found('views.stale'), 'warning analytics.brand_compliance_monthly; warning analytics.content_performance_daily; warning analytics.violation_ranking', 'nor if they never were');
update system.workers set started_at = now() - interval '10 minutes';
select is(pg_temp.found('views.stale'), null, 'a worker that has only just come will');

-- All of it
insert into identity.signing_keys (purpose, secret, created_at, retired_at)
select 'file_url', repeat('x', 32), now() - interval '1 day', now() - interval '1 minute';
update identity.signing_keys set retired_at = now() - interval '1 minute' where retired_at is null and purpose = 'file_url';
update identity.signing_keys set retired_at = now() - interval '2 minutes' where retired_at is null;
insert into system.rollup_cursors (name, next_xid, system_identifier, advanced_at) values ('fixture', '3', 1, now() - interval '6 minutes');
select results_eq('select severity, check_key, subject_id from analytics.diagnose()',
  $$ values ('error', 'keys.missing', 'access_token'), ('error', 'keys.missing', 'file_url'), ('warning', 'rollups.lagging', 'fixture') $$,
  'errors first, then the oldest');
select is_empty($$ select from analytics.diagnose() f where f.problem is null or f.remedy is null or f.severity not in ('error', 'warning') $$,
  'each finding has a problem and a remedy');
select is_empty($$
  select p.oid::regprocedure from pg_proc p
  where p.prorettype = 'core.finding'::regtype and p.oid <> 'analytics.diagnose()'::regprocedure
    and strpos((select d.prosrc from pg_proc d where d.oid = 'analytics.diagnose()'::regprocedure), p.pronamespace::regnamespace || '.' || p.proname || '()') = 0 $$,
  'every check is asked');
select is_empty($$
  select p.proname, named from pg_proc p, regexp_matches(p.prosrc, '\m((?:core|identity|system|integration|content|analytics)\.[a-z_]+)\(', 'g') named
  where p.prorettype = 'core.finding'::regtype
    and not exists (select from pg_proc f where named[1] = f.pronamespace::regnamespace || '.' || f.proname) $$,
  'what a remedy says to call exists');
set local role vp_member;
select throws_ok('select * from analytics.diagnose()', '42501', null, 'it is for those who run the system');
reset role;

select * from finish();
rollback;
