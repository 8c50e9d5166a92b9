begin;
set local search_path = extensions;

select plan(19);

insert into identity.organizations (id, name, slug) values ('00000000-0000-7000-8000-0000000000a1', 'Acme', 'acme-throttling');
insert into identity.users (id, email, full_name) values ('00000000-0000-7000-8000-0000000000a2', 'eve@throttling.test', 'Eve');
insert into identity.user_organizations (organization_id, user_id, role) values
  ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2', 'owner');
insert into identity.sessions (id, user_id, organization_id, expires_at) values
  ('00000000-0000-7000-8000-0000000000a5', '00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000a1', now() + interval '1 day');
insert into system.system_settings (organization_id, key, value) values
  ('00000000-0000-7000-8000-0000000000a1', 'throttle.calls_per_minute', '3');

create function pg_temp.request(method text, path text, org text default 'a1') returns void language plpgsql as $$
begin
  perform set_config('request.method', method, true);
  perform set_config('request.path', path, true);
  perform set_config('request.jwt.claims', json_build_object('role', 'vp_member',
    'sub', '00000000-0000-7000-8000-0000000000a2', 'sid', '00000000-0000-7000-8000-0000000000a5',
    'org', '00000000-0000-7000-8000-0000000000' || org)::text, true);
end $$;
-- The answer of a refused request: {code, status, headers}; null when it may go on.
create function pg_temp.refusal() returns jsonb language plpgsql as $$
declare
  message text;
  detail text;
begin
  perform system.check_request();
  return null;
exception when sqlstate 'PGRST' then
  get stacked diagnostics message = message_text, detail = pg_exception_detail;
  return jsonb_build_object('code', message::jsonb -> 'code') || detail::jsonb;
end $$;

set local role vp_anon;
select is(pg_temp.refusal(), null, 'an anonymous request passes');
set local role vp_member;
select is(pg_temp.refusal(), null, 'so does one without a token');

-- Counting
select pg_temp.request('POST', '/background_jobs');
select is(pg_temp.refusal(), null, format('write %s of 3 passes', n)) from generate_series(1, 3) n;
select is(pg_temp.refusal() - 'headers', '{"code": "VP110", "status": 429}', 'the fourth in the minute is refused');
select ok((pg_temp.refusal() #>> '{headers,Retry-After}')::int between 1 and 60, 'and told when to come back');
select is(pg_temp.refusal() #>> '{headers,Access-Control-Expose-Headers}', 'Retry-After', 'a page in a browser too');
reset role;
select is((select calls from system.rate_counters where key = 'user:00000000-0000-7000-8000-0000000000a2'), 3, 'what is refused is not counted');
update system.rate_counters set window_start = window_start - interval '1 minute' where key = 'user:00000000-0000-7000-8000-0000000000a2';
set local role vp_member;
select is(pg_temp.refusal(), null, 'the next minute starts at nothing');
reset role;
update system.rate_counters set window_start = window_start - interval '2 days';
select is(system.forget_rates(), 2, 'windows long past are forgotten');

-- Sessions and memberships
update identity.sessions set revoked_at = now() where id = '00000000-0000-7000-8000-0000000000a5';
set local role vp_member;
select is(pg_temp.refusal() - 'headers', '{"code": "VP101", "status": 401}', 'a session that was ended is refused');
select pg_temp.request('POST', '/rpc/refresh_session');
select is(pg_temp.refusal(), null, 'but may be refreshed or replaced');
reset role;
update identity.sessions set revoked_at = null, expires_at = now() where id = '00000000-0000-7000-8000-0000000000a5';
select pg_temp.request('GET', '/files');
set local role vp_member;
select is(pg_temp.refusal() - 'headers', '{"code": "VP101", "status": 401}', 'one that has expired is refused');
reset role;
update identity.sessions set expires_at = now() + interval '1 day' where id = '00000000-0000-7000-8000-0000000000a5';
set local role vp_member;
select is(pg_temp.refusal(), null, 'a live one passes');
select pg_temp.request('GET', '/files', 'b1');
select is(pg_temp.refusal() - 'headers', '{"code": "VP102", "status": 403}', 'an organisation that one is no member of is refused');
select pg_temp.request('POST', '/rpc/switch_organization', 'b1');
select is(pg_temp.refusal(), null, 'but may be left for another');

-- Reads
reset role;
select pg_temp.request('GET', '/files');
set local role vp_member;
set transaction read only;
select is(pg_temp.refusal(), null, 'a read passes, however many there were');
select is(pg_temp.refusal(), null, 'and is not counted');

select finish();
rollback;
