-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(11);
set local session_replication_role = origin;

create function pg_temp.code_of(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate;
end $$;

-- What was revoked stays revoked.
select pg_temp.sign_in('a', 'admin');
update api.api_keys set revoked_at = now() where id = pg_temp.id('a', 3);
select is(pg_temp.code_of($$ update api.api_keys set revoked_at = null where id = pg_temp.id('a', 3) $$), 'VP202', 'a revoked key does not come back');
select lives_ok($$ update api.api_keys set name = 'Old importer' where id = pg_temp.id('a', 3) $$, 'though it can be renamed');
update api.invitations set revoked_at = now() where id = pg_temp.id('a', 2);
select is(pg_temp.code_of($$ update api.invitations set revoked_at = null where id = pg_temp.id('a', 2) $$), 'VP202', 'nor does an invitation');

-- Who is removed leaves no way in behind.
select identity.invite_member('friend-1@a.example', 'admin'), identity.invite_member('friend-2@a.example', 'viewer');
select is(pg_temp.code_of($$ select identity.invite_member(repeat('x', 250) || '@a.example', 'viewer') $$), 'VP201', 'an address has an end');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'owner');
update api.user_organizations set role = 'editor' where user_id = pg_temp.id('a', 14);
select results_eq($$ select email, revoked_at is not null from api.invitations where email like 'friend%' order by email $$,
  $$ values ('friend-1@a.example', true), ('friend-2@a.example', false) $$, 'who is demoted has invited nobody above the new role');
update api.user_organizations set status = 'removed' where user_id = pg_temp.id('a', 14);
select is((select count(*) from api.invitations where email like 'friend%' and revoked_at is null), 0::bigint, 'who is removed has invited nobody');
update api.user_organizations set role = 'admin' where user_id = pg_temp.id('a', 13);
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.code_of($$ update api.user_organizations set role = 'owner' where user_id = pg_temp.id('a', 14) $$), 'VP103',
  'an admin makes nobody an owner, not even one who was removed');
select pg_temp.sign_out();

-- A key acts in its organisation, and is not its maker.
insert into identity.user_organizations (organization_id, user_id, role) values (pg_temp.id('b', 1), pg_temp.id('a', 15), 'viewer');
select set_config('request.jwt.claims', json_build_object('role', 'vp_member', 'sub', pg_temp.id('a', 15), 'org', pg_temp.id('a', 1),
  'sid', pg_temp.id('a', 35), 'max_role', 'admin')::text, true);
set local role vp_member;
select is((select count(*) from api.user_organizations where organization_id <> pg_temp.id('a', 1)), 0::bigint, 'a key does not see where else its maker is a member');
select is((select count(*) from api.organizations), 1::bigint, 'nor those organisations');
select is(pg_temp.code_of($$ update api.me set full_name = 'A key' $$), '42501', 'and does not write its maker''s profile');
select pg_temp.sign_out();

-- Anybody may try to sign in.
set local role vp_anon;
select is(pg_temp.code_of($$ select api.sign_in(repeat(encode(sha256('x'), 'hex') || gen_random_uuid(), 200), 'wrong horse battery') $$), 'VP100',
  'an endless address is a wrong one');
reset role;

select * from finish();
rollback;
