-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(5);
set local session_replication_role = origin;

create function pg_temp.code_of(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate;
end $$;

-- No error tells what another organisation has.
select pg_temp.sign_in('a', 'owner');
select results_eq($$
  select pg_temp.code_of(format(
    'insert into api.brand_assets (organization_id, brand_profile_id, kind, name, file_id, font_weight) values (%L, %L, %L, %L, %L, 400)',
    pg_temp.id('b', 1), pg_temp.id('b', 50), kind, 'Spy', file_id))
  from (values ('logo', pg_temp.id('b', 41)), ('font', pg_temp.id('b', 41)), ('logo', pg_temp.id('b', 999))) guess (kind, file_id)
$$, $$ values ('42501'), ('42501'), ('42501') $$, 'a file of another organisation is as one that is not there');
select results_eq($$
  select pg_temp.code_of(format('insert into api.approval_steps (organization_id, approval_workflow_id, position, name, approver_role) values (%L, %L, 2, %L, %L)',
    pg_temp.id('b', 1), workflow_id, 'Spy', 'viewer'))
  from (values (pg_temp.id('b', 70)), (pg_temp.id('b', 999))) guess (workflow_id)
$$, $$ values ('42501'), ('42501') $$, 'so is a workflow that has variants in review');

-- Bad input is told in words.
select is(pg_temp.code_of(format('insert into api.brand_assets (brand_profile_id, kind, name, file_id, tags) values (%L, %L, %L, %L, array[%L])',
  pg_temp.id('a', 50), 'logo', 'Tagged', pg_temp.id('a', 41), repeat('x', 10000))), 'VP201', 'a tag has an end');
select results_eq($$ select pg_temp.code_of(format('select * from api.search_assets(%L, %L)', '', filters))
  from (values ('[1]'), ('{"tags": "x"}'), ('{"brand_profile_id": "x"}'), ('{"brand_profile_id": null}')) bad (filters) $$,
  $$ values ('VP201'), ('VP201'), ('VP201'), ('VP201') $$, 'a filter has its form');
select is(pg_temp.code_of(format('select * from api.estimate_content_request(%L, %L, %L)', pg_temp.id('a', 50), pg_temp.id('a', 54),
  array(select 'x/' || n from generate_series(1, 41) n))), 'VP204', 'a list of placements has an end');
select pg_temp.sign_out();

select * from finish();
rollback;
