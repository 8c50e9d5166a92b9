begin;
set local search_path = extensions;

select plan(35);

insert into identity.organizations (id, name, slug) values
  ('00000000-0000-7000-8000-0000000000a1', 'Acme', 'acme-settings'),
  ('00000000-0000-7000-8000-0000000000b1', 'Bolt', 'bolt-settings');
insert into identity.users (id, email, full_name) values
  ('00000000-0000-7000-8000-0000000000a2', 'admin@settings.test', 'Ada'),
  ('00000000-0000-7000-8000-0000000000a3', 'editor@settings.test', 'Eve'),
  ('00000000-0000-7000-8000-0000000000b2', 'other@settings.test', 'Bob');
insert into identity.user_organizations (organization_id, user_id, role) values
  ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2', 'admin'),
  ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a3', 'editor'),
  ('00000000-0000-7000-8000-0000000000b1', '00000000-0000-7000-8000-0000000000b2', 'owner');

create function pg_temp.act_as(person text) returns text language sql as $$
  select set_config('request.jwt.claims', json_build_object('role', 'vp_member',
    'sub', '00000000-0000-7000-8000-0000000000' || person,
    'org', '00000000-0000-7000-8000-0000000000' || left(person, 1) || '1')::text, true);
$$;

-- Shipped definitions
select is_empty(
  $$ select key, system.setting_problem(d, d.default_value) from system.setting_definitions d
     where system.setting_problem(d, d.default_value) is not null $$,
  'every default fits its own definition');
select throws_ok(
  $$ select system.setting('no.such', '00000000-0000-7000-8000-0000000000a1') $$, 'P0001', 'There is no setting no.such.',
  'an unknown setting is an error');

-- What fits
insert into system.setting_definitions (key, value_type, default_value, minimum, maximum, allowed_values, description) values
  ('test.whole', 'integer', '4', 1, 100, null, 'A whole number.'),
  ('test.amount', 'number', 'null', 0, null, null, 'An amount.'),
  ('test.flag', 'boolean', 'true', null, null, null, 'A flag.'),
  ('test.word', 'text', '"a"', null, null, '{a,b}', 'A word.'),
  ('test.text', 'text', 'null', null, null, null, 'A text.');
select is(system.setting_problem(d, wanted.value), wanted.problem, format('%s = %s', d.key, wanted.value))
from (values
  ('test.whole', '1'::jsonb, null), ('test.whole', '100', null),
  ('test.whole', '0', 'it is at least 1 and at most 100'), ('test.whole', '101', 'it is at least 1 and at most 100'),
  ('test.whole', '1.5', 'it is a whole number'), ('test.whole', '"4"', 'it is a number'),
  ('test.whole', 'null', 'it cannot be switched off'),
  ('test.amount', '0.01', null), ('test.amount', '-1', 'it is at least 0'), ('test.amount', 'null', null),
  ('test.flag', 'false', null), ('test.flag', '0', 'it is true or false'),
  ('test.word', '"b"', null), ('test.word', '"c"', 'it is one of a, b'), ('test.word', '1', 'it is a text'),
  ('test.text', to_jsonb(repeat('x', 1001)), 'it has at most 1000 characters')
) wanted (key, value, problem)
join system.setting_definitions d using (key);

-- Over REST
select pg_temp.act_as('a2');
set local role vp_member;
select is(
  (select (value, overridden)::text from api.system_settings where key = 'test.whole'), '(4,f)', 'the default is in force at first');
select lives_ok($$ update api.system_settings set value = '7' where key = 'test.whole' $$, 'an admin sets a value');
select is(
  (select (value, overridden, updated_by)::text from api.system_settings where key = 'test.whole'),
  '(7,t,00000000-0000-7000-8000-0000000000a2)', 'it is in force, and says who set it');
select throws_ok(
  $$ update api.system_settings set value = '101' where key = 'test.whole' $$, 'VP201',
  'test.whole cannot be 101: it is at least 1 and at most 100.', 'a value out of range is refused');
select throws_ok(
  $$ update api.system_settings set value = '2' where key = 'jobs.per_organization' $$, 'VP103',
  'jobs.per_organization is set by the platform.', 'what belongs to the platform is not the organisation''s');
select throws_ok(
  $$ insert into api.system_settings (key, value) values ('no.such', '1') $$, 'VP200', 'There is no setting no.such.',
  'a key that is not defined is refused');
select is(
  (select value from system.system_settings where key = 'test.whole'), '7', 'what was refused changed nothing');
select results_eq(
  $$ insert into api.system_settings (key, value) values ('test.amount', '12.5') returning key, value, overridden, value_type $$,
  $$ values ('test.amount', '12.5'::jsonb, true, 'number') $$,
  'an insert sets a value and answers the whole resource');
select lives_ok($$ update api.system_settings set value = null where key = 'test.amount' $$, 'null switches off what can be off');
select is(
  (select (value, overridden)::text from api.system_settings where key = 'test.amount'), '(null,t)', 'and is an own value');
select lives_ok($$ delete from api.system_settings where key in ('test.whole', 'test.flag') $$, 'a delete takes own values back');
select is((select value from api.system_settings where key = 'test.whole'), '4', 'and the default is in force again');

reset role;
select pg_temp.act_as('a3');
set local role vp_member;
select throws_ok(
  $$ update api.system_settings set value = '8' where key = 'test.whole' $$, 'VP103',
  'This needs the role admin or higher.', 'an editor sets nothing');
select throws_ok(
  $$ delete from system.system_settings where key = 'test.amount' $$, 'VP103',
  'This needs the role admin or higher.', 'and deletes nothing');

-- Platform and neighbours
reset role;
select set_config('request.jwt.claims', '', true);
insert into system.system_settings (organization_id, key, value) values
  (identity.system_organization_id(), 'test.whole', '20'), ('00000000-0000-7000-8000-0000000000b1', 'test.whole', '30');
select is(system.setting('test.whole', '00000000-0000-7000-8000-0000000000a1'), '20', 'the platform''s value goes before the default');
select is(system.setting('test.whole', '00000000-0000-7000-8000-0000000000b1'), '30', 'the organisation''s before the platform''s');
select pg_temp.act_as('a2');
set local role vp_member;
select is((select value from api.system_settings where key = 'test.whole'), '20', 'REST shows the platform''s value, not a neighbour''s');

select finish();
rollback;
