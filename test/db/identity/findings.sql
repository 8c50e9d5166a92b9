-- include: fixtures/two_tenants.sql
-- include: fixtures/findings.sql
begin;
set search_path = extensions, public;
select plan(3);

select is(pg_temp.found('keys.missing'), null, 'there is a key for tokens and one for files');
update identity.signing_keys set retired_at = now() - interval '90 minutes' where purpose = 'access_token';
select is(pg_temp.found('keys.missing'), 'error access_token 1 h 30 min', 'a retired one is none');
delete from identity.signing_keys;
select is(pg_temp.found('keys.missing'), 'error access_token; error file_url', 'nor is one that is gone');

select * from finish();
rollback;
