-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(12);
set local session_replication_role = origin;

create function pg_temp.code_of(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate;
end $$;

create function pg_temp.refusal_of(asset jsonb) returns text language plpgsql as $$
begin
  insert into api.brand_assets (brand_profile_id, file_id, kind, name, status, font_weight, font_role)
  select pg_temp.id('a', 50), pg_temp.id('a', 41), a.kind, a.name, a.status, a.font_weight, a.font_role
  from jsonb_to_record('{"kind": "logo", "name": "Mark", "status": "active"}' || asset) a (kind text, name text, status text, font_weight int, font_role text);
  return null;
exception when others then
  return sqlstate || ': ' || sqlerrm;
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

select results_eq($$
  select pg_temp.code_of(format('insert into api.brand_guidelines (organization_id, brand_profile_id) values (%L, %L)', pg_temp.id('b', 1), brand_profile_id))
  from (values (pg_temp.id('b', 50)), (pg_temp.id('b', 999))) guess (brand_profile_id)
$$, $$ values ('42501'), ('42501') $$, 'and a brand');

-- Bad input is told in words.
select throws_ok(format('insert into api.brand_guidelines (brand_profile_id) values (%L)', pg_temp.id('b', 50)), 'VP200', 'There is no such brand profile.', 'there is a brand to guide');
select throws_ok(format('insert into api.brand_assets (brand_profile_id, kind, name, file_id) values (%L, %L, %L, %L)',
  pg_temp.id('b', 50), 'logo', 'Mark', pg_temp.id('a', 41)), 'VP200', 'There is no such brand profile.', 'and to have an asset');
select throws_ok(format($$ insert into api.brand_profiles (name, voice, status) values (' ', %L, 'gone') $$, repeat('x', 4001)), 'VP201',
  'name must have 1 to 120 characters. voice must have at most 4000 characters. status must be active or archived.', 'a brand has a name');
select throws_ok(format('delete from api.brand_profiles where id = %L', pg_temp.id('a', 50)), 'VP208', 'The brand Brand of a has 2 guidelines, 1 asset and 0 templates.', 'and stays while it has something');
insert into api.brand_profiles (id, name) values (pg_temp.id('a', 200), 'Empty');
select results_eq(format('delete from api.brand_profiles where id = %L returning name', pg_temp.id('a', 200)), $$ values ('Empty') $$, 'then it goes');
select results_eq($$ select pg_temp.refusal_of(asset) from (values ('{"kind": "font"}'::jsonb), ('{"kind": "font", "font_weight": 1000}'), ('{"font_weight": 400}'),
    ('{"kind": "font", "font_weight": 400, "font_role": "title"}'), ('{"font_role": "body"}'), ('{"kind": "icon"}'), ('{"kind": null}'), ('{"status": "gone"}'), ('{"name": " "}')) bad (asset) $$,
  $$ values ('VP201: font_weight must be from 100 to 900 for a font, and is for nothing else.'), ('VP201: font_weight must be from 100 to 900 for a font, and is for nothing else.'),
    ('VP201: font_weight must be from 100 to 900 for a font, and is for nothing else.'), ('VP201: font_role must be heading or body, or null for any text, and is for fonts alone.'),
    ('VP201: font_role must be heading or body, or null for any text, and is for fonts alone.'), ('VP201: kind must be logo, font or image.'), ('VP201: kind must be logo, font or image.'),
    ('VP201: status must be active or archived.'), ('VP201: name must have 1 to 200 characters.') $$, 'an asset says what it is');
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
