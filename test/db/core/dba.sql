-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(13);
set local session_replication_role = origin;

create function pg_temp.code_of(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate;
end $$;

-- A DBA's own login: what it sees, it sees through act_as alone, and under its own name.
create role vp_test_dba login in role vp_dba;
set session authorization vp_test_dba;
select set_config('request.jwt.claims', json_build_object(
  'role', 'vp_member', 'sub', pg_temp.id('a', 15), 'org', pg_temp.id('a', 1), 'sid', pg_temp.id('a', 35))::text, true);
select set_config('vp.actor', 'worker', true), set_config('vp.user_id', pg_temp.id('a', 15)::text, true);
set local role vp_member;
select ok(core.is_dba(), 'a DBA is known by the login, whatever the role');
select is(core.claims(), '{}', 'claims that a DBA writes are none');
select is(core.user_id(), null, 'nor is a user');
select is(core.actor(), 'dba', 'nor another actor');
select is(identity.org_id(), null, 'so no organisation opens');
select is((select count(*) from api.brand_profiles), 0::bigint, 'and nothing is seen');
select is(pg_temp.code_of($$ select system.act_as(pg_temp.id('a', 1), 'editor') $$), '42501', 'a member does not act as somebody');
reset role;
select lives_ok($$ select system.act_as(pg_temp.id('a', 1), 'editor') $$, 'a DBA does');
set local role vp_member;
select is(identity.org_id('editor'), pg_temp.id('a', 1), 'in this organisation');
select is(identity.org_id('admin'), null, 'in no higher role');
insert into api.brand_profiles (name) values ('By a DBA');
reset session authorization;
select results_eq(
  $$ select actor, user_id, database_role, action from analytics.user_activity_logs
     where organization_id = pg_temp.id('a', 1) and record_id = (select id::text from brand.brand_profiles where name = 'By a DBA') $$,
  $$ values ('dba', null::uuid, 'vp_test_dba', 'insert') $$, 'and the audit names the login, and no member');
select is((select created_by from brand.brand_profiles where name = 'By a DBA'), null, 'as does the row');
select set_config('request.jwt.claims', '', true), set_config('vp.actor', '', true), set_config('vp.user_id', '', true);
update identity.acting_transactions set started_at = now() - interval '1 day';
select is(identity.org_id(), null, 'the number of another time''s transaction opens nothing');

select * from finish();
rollback;
