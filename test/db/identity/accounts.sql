begin;
set search_path = extensions, public;
select plan(54);

-- The claims of a token, as PostgREST reads them; its signature is checked below.
create function pg_temp.claims(session json) returns jsonb language sql as $$
  select convert_from(decode(rpad(translate(payload, '-_', '+/'), (length(payload) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb
  from split_part(session ->> 'access_token', '.', 2) payload
$$;
create function pg_temp.use(session json) returns void language sql as $$
  select set_config('request.jwt.claims', pg_temp.claims(session)::text, true)
$$;
create function pg_temp.nobody() returns void language sql as $$ select set_config('request.jwt.claims', '', true) $$;
create temporary table sessions (who text primary key, session json);
create function pg_temp.session(who text) returns json language sql as $$ select s.session from sessions s where s.who = session.who $$;

-- Ada signs up.
insert into sessions select 'ada', identity.sign_up(' Ada@Example.com ', 'correct horse battery', 'Ada');
select is(pg_temp.session('ada') ->> 'token_type', 'bearer', 'sign_up answers a session');
select is((pg_temp.session('ada') ->> 'expires_in')::int, 900, 'that lasts 15 minutes');
select is(pg_temp.claims(pg_temp.session('ada')) ->> 'role', 'vp_member', 'as a member');
select ok(not pg_temp.claims(pg_temp.session('ada')) ? 'org', 'of no organisation yet');
select is((select email from identity.users where full_name = 'Ada'), 'ada@example.com', 'addresses are kept in lower case');
select matches((select password_hash from identity.credentials c join identity.users u on u.id = c.user_id where u.full_name = 'Ada'),
  '^\$2a\$10\$.{53}$', 'the password is kept as bcrypt');
select is(
  split_part(pg_temp.session('ada') ->> 'access_token', '.', 3),
  core.base64url(extensions.hmac(
    convert_to(substring(pg_temp.session('ada') ->> 'access_token' from '^[^.]+\.[^.]+'), 'UTF8'),
    convert_to((select secret from identity.signing_keys where purpose = 'access_token' and retired_at is null), 'UTF8'), 'sha256')),
  'the token is signed with the current key');

select throws_ok($$ select identity.sign_up('ADA@example.com', 'correct horse battery', 'Ada') $$, 'VP104', null, 'an address has one account');
select throws_ok($$ select identity.sign_up('b@example.com', 'short', 'B') $$, 'VP108', null, 'a short password is refused');
select throws_ok($$ select identity.sign_up('b@example.com', repeat('é', 37), 'B') $$, 'VP108', null, 'so is one of more bytes than bcrypt reads');
select throws_ok($$ select identity.sign_up('nonsense', 'correct horse battery', 'B') $$, 'VP201', null, 'so is an address that is none');

-- Signing in.
select throws_ok($$ select identity.sign_in('ada@example.com', 'wrong horse battery') $$, 'VP100', null, 'a wrong password is refused');
select throws_ok($$ select identity.sign_in('nobody@example.com', 'correct horse battery') $$, 'VP100', 'The e-mail address or the password is wrong.', 'an unknown address is refused in the same words');
select lives_ok($$ select identity.sign_in('ADA@example.com', 'correct horse battery') $$, 'case does not matter in an address');

-- She makes an organisation.
select throws_ok($$ select identity.create_organization('Acme', 'acme') $$, 'VP107', null, 'nobody makes an organisation without signing in');
select pg_temp.use(pg_temp.session('ada'));
select throws_ok($$ select identity.require_org('viewer') $$, 'VP102', null, 'a token of no organisation opens none');
select throws_ok($$ select identity.create_organization('Acme', 'Not A Slug') $$, 'VP201', null, 'a slug is checked');
insert into sessions select 'ada at acme', identity.create_organization('Acme', 'acme');
select throws_ok($$ select identity.create_organization('Other', 'acme') $$, 'VP105', null, 'a slug is used once');
select pg_temp.use(pg_temp.session('ada at acme'));
select is(identity.org_role(), 'owner', 'who makes an organisation owns it');
select is(identity.org_id('owner'), (select id from identity.organizations where slug = 'acme'), 'and its token is for it');

-- The refresh token turns over.
select throws_ok(format('select identity.refresh_session(%L)', pg_temp.session('ada') ->> 'refresh_token'), 'VP101', null,
  'making the organisation spent the first refresh token');
-- (Raised here; inside a request the same answer is returned, so that the end of the session stays: test/api.)
insert into sessions select 'ada again', identity.refresh_session(pg_temp.session('ada at acme') ->> 'refresh_token');
select isnt(pg_temp.session('ada again') ->> 'refresh_token', pg_temp.session('ada at acme') ->> 'refresh_token', 'refreshing gives another refresh token');
select is(pg_temp.claims(pg_temp.session('ada again')) ->> 'org', pg_temp.claims(pg_temp.session('ada at acme')) ->> 'org', 'for the same organisation');
select throws_ok(format('select identity.refresh_session(%L)', pg_temp.session('ada at acme') ->> 'refresh_token'), 'VP101', null, 'a spent one is refused');

-- Within a request, using a spent token ends the session.
select set_config('request.method', 'POST', true);
select is(identity.refresh_session(pg_temp.session('ada at acme') ->> 'refresh_token') ->> 'code', 'VP101', 'a request is answered, not failed');
select is(current_setting('response.status'), '401', 'with the status of the error');
select set_config('request.method', '', true);
select throws_ok(format('select identity.refresh_session(%L)', pg_temp.session('ada again') ->> 'refresh_token'), 'VP101', null,
  'and the newest refresh token has ended with the session');

-- Bob is invited.
select pg_temp.nobody();
insert into sessions select 'bob', identity.sign_up('bob@example.com', 'correct horse battery', 'Bob');
insert into sessions select 'eve', identity.sign_up('eve@example.com', 'correct horse battery', 'Eve');
select pg_temp.use(pg_temp.session('ada at acme'));
select throws_ok($$ select identity.invite_member('bob@example.com', 'owner') $$, 'VP201', null, 'nobody is invited as owner');
select throws_ok($$ select identity.invite_member('ada@example.com', 'viewer') $$, 'VP109', null, 'nor is a member invited');
insert into sessions select 'lapsed invitation', identity.invite_member('bob@example.com', 'editor');
insert into sessions select 'invitation', identity.invite_member('bob@example.com', 'reviewer');
select pg_temp.use(pg_temp.session('eve'));
select throws_ok(format('select identity.accept_invitation(%L)', pg_temp.session('invitation') ->> 'token'), 'VP106', null, 'an invitation is for one address');
select pg_temp.use(pg_temp.session('bob'));
select throws_ok(format('select identity.accept_invitation(%L)', pg_temp.session('lapsed invitation') ->> 'token'), 'VP106', null, 'a newer invitation ends the former');
select throws_ok($$ select identity.switch_organization((select id from identity.organizations where slug = 'acme')) $$, 'VP200', null, 'no switching to an organisation of others');
insert into sessions select 'bob at acme', identity.accept_invitation(pg_temp.session('invitation') ->> 'token');
select throws_ok(format('select identity.accept_invitation(%L)', pg_temp.session('invitation') ->> 'token'), 'VP106', null, 'an invitation is used once');
select pg_temp.use(pg_temp.session('bob at acme'));
select is(identity.org_role(), 'reviewer', 'the invited has the role of the invitation');
select is(identity.org_id('editor'), null, 'and no higher one');
select throws_ok($$ select identity.require_org('editor') $$, 'VP103', null, 'functions say so');
select throws_ok($$ select identity.invite_member('eve@example.com', 'viewer') $$, 'VP103', null, 'a reviewer invites nobody');

-- Roles change, and end, at once.
select throws_ok($$ update identity.user_organizations set role = 'owner' where user_id = core.user_id() $$, 'VP103', null, 'nobody raises a role above their own');
select pg_temp.use(pg_temp.session('ada at acme'));
select throws_ok($$ update identity.user_organizations set status = 'removed' where user_id = core.user_id() $$, 'VP109', null, 'the last owner stays');
update identity.user_organizations set status = 'removed' where role = 'reviewer' and organization_id = identity.org_id();
select isnt((select removed_at from identity.user_organizations where role = 'reviewer' and organization_id = identity.org_id()), null, 'a removed member keeps the row');
select pg_temp.use(pg_temp.session('bob at acme'));
select is(identity.org_id(), null, 'a removed member''s token opens nothing from then on');
select throws_ok($$ select identity.require_org('viewer') $$, 'VP102', null, 'and functions say why');

-- The profile.
select pg_temp.use(pg_temp.session('ada at acme'));
select lives_ok(format('update api.me set notification_preferences = %L', preferences), 'preferences may be ' || preferences)
from unnest(array['{}', '{"email": false, "approvals": "never", "digest": "weekly"}']) preferences;
select throws_ok(format('update api.me set notification_preferences = %L', preferences), 'VP201', null, 'but not ' || preferences)
from unnest(array['{"fax": true}', '{"email": "yes"}', '{"digest": "hourly"}', '{"approvals": true}', '[]']) preferences;
select lives_ok($$ update api.me set time_zone = 'Europe/Berlin' $$, 'a time zone has an IANA name');
select throws_ok($$ update api.me set time_zone = 'Mars' $$, 'VP201', 'There is no time zone Mars.', 'no other one');
select throws_ok($$ update api.organizations set time_zone = 'Mars' where id = identity.org_id() $$, 'VP201', null, 'nor has an organisation');

-- Keys of programs.
select pg_temp.use(pg_temp.session('ada at acme'));
insert into sessions select 'key', identity.create_api_key('Importer', 'editor');
select pg_temp.nobody();
insert into sessions select 'program', identity.sign_in_with_api_key(pg_temp.session('key') ->> 'key');
select pg_temp.use(pg_temp.session('program'));
select is(array[identity.org_role(), identity.org_id('admin')::text], array['editor', null], 'a key acts for its owner, with the key''s role');
update identity.api_keys set revoked_at = now();
select pg_temp.nobody();
select throws_ok(format('select identity.sign_in_with_api_key(%L)', pg_temp.session('key') ->> 'key'), 'VP100', null, 'a revoked key opens nothing');

select * from finish();
rollback;
