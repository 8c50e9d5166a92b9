begin;
set local search_path = extensions;

select plan(54);

insert into identity.organizations (id, name, slug) values
  ('00000000-0000-7000-8000-0000000000a1', 'Acme', 'acme-files'),
  ('00000000-0000-7000-8000-0000000000b1', 'Bolt', 'bolt-files');
insert into identity.users (id, email, full_name) values
  ('00000000-0000-7000-8000-0000000000a2', 'editor@files.test', 'Eve'),
  ('00000000-0000-7000-8000-0000000000a3', 'viewer@files.test', 'Vic'),
  ('00000000-0000-7000-8000-0000000000b2', 'other@files.test', 'Bob');
insert into identity.user_organizations (organization_id, user_id, role) values
  ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2', 'editor'),
  ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a3', 'viewer'),
  ('00000000-0000-7000-8000-0000000000b1', '00000000-0000-7000-8000-0000000000b2', 'owner');
insert into identity.signing_keys (purpose, secret)
select 'file_url', repeat('k', 32)
where not exists (select from identity.signing_keys k where k.purpose = 'file_url' and k.retired_at is null);
delete from system.workers;

create function pg_temp.act_as(person text) returns text language sql as $$
  select set_config('request.jwt.claims', json_build_object('role', 'vp_member',
    'sub', '00000000-0000-7000-8000-0000000000' || person,
    'org', '00000000-0000-7000-8000-0000000000' || left(person, 1) || '1')::text, true);
$$;
create function pg_temp.param(url text, name text) returns text language sql immutable as $$
  select substring(url from '[?&]' || name || '=([^&]+)');
$$;
create temporary table upload (name text, id uuid, upload_url text, headers jsonb, expires_at timestamptz);
grant all on upload to public;

-- Announcing
select pg_temp.act_as('a2');
set local role vp_member;
select throws_ok(
  $$ select api.create_upload('logo', 'logo.png', 'image/png', 100, repeat('a', 64)) $$, 'VP308', null,
  'no upload while no file server is known');
reset role;
insert into system.workers (id, host, pid, public_url) values (core.uuid_v7(), 'h', 1, 'http://files.test/');
set local role vp_member;
select throws_ok(format('select api.create_upload(%L, %L, %L, %L, %L)', kind, filename, mime_type, bytes, sha256), code, message, message)
from (values
  ('variant', 'a.png', 'image/png', 9, repeat('a', 64), 'VP201', 'A file of kind variant cannot be uploaded.'),
  (null, 'a.png', 'image/png', 9, repeat('a', 64), 'VP201', 'A file of kind null cannot be uploaded.'),
  ('logo', 'a.svg', 'image/svg+xml', 9, repeat('a', 64), 'VP201', 'A logo cannot be of type image/svg+xml.'),
  ('font', 'a.png', 'image/png', 9, repeat('a', 64), 'VP201', 'A font cannot be of type image/png.'),
  ('logo', '../a.png', 'image/png', 9, repeat('a', 64), 'VP201', 'filename has 1 to 200 characters, no slashes and no control characters.'),
  ('logo', '..', 'image/png', 9, repeat('a', 64), 'VP201', '.. is no name of a file.'),
  ('logo', '', 'image/png', 9, repeat('a', 64), 'VP201', 'filename has 1 to 200 characters, no slashes and no control characters.'),
  ('logo', 'a.png', 'image/png', 9, 'abc', 'VP201', 'sha256 is not the SHA-256 of a file.'),
  ('logo', 'a.png', 'image/png', 0, repeat('a', 64), 'VP201', 'bytes is the size of the file, at least 1.'),
  ('logo', 'a.png', 'image/png', 26214401, repeat('a', 64), 'VP307', 'The file has 26214401 bytes; 26214400 are allowed.')
) bad (kind, filename, mime_type, bytes, sha256, code, message);
select is_empty($$ select * from api.files $$, 'what was refused left nothing');

insert into upload select 'logo', u.* from api.create_upload('logo', 'Löwe 1.png', 'image/png', 100, repeat('A', 64)) u;
select is((select (kind, filename, state, bytes, sha256, url)::text from api.files),
  format('(logo,"Löwe 1.png",pending,100,%s,)', repeat('a', 64)), 'a file is announced; the hash is folded to lower case');
select matches((select upload_url from upload),
  '^http://files\.test/files/00000000-0000-7000-8000-0000000000a1/[0-9a-f-]{36}/L%C3%B6we%201\.png\?expires=\d+&signature=[A-Za-z0-9_-]{43}$',
  'the URL has its parts, percent-encoded');
select is((select headers from upload), '{"Content-Type": "image/png"}', 'and the headers to send');
select is((select expires_at from upload), date_trunc('second', now()) + interval '1 hour', 'for an hour');
select is((select (api.create_upload('logo', 'other.png', 'image/png', 100, repeat('a', 64))).id), (select id from upload),
  'the same content again is the same file');
select isnt((select (api.create_upload('image', 'other.png', 'image/png', 100, repeat('a', 64))).id), (select id from upload),
  'but not for another purpose');
reset role;
select is((select count(distinct storage_key) from system.files), 1::bigint, 'whose bytes are stored once');
set local role vp_member;
select throws_ok(format('select api.complete_upload(%L)', (select id from upload)), 'VP202', 'The file''s bytes have not arrived.',
  'it cannot be completed before its bytes have arrived');
select throws_ok($$ select api.complete_upload(core.uuid_v7()) $$, 'VP200', null, 'nor one that was never announced');
select throws_ok($$ select * from system.open_file('GET', null, null, 1, '') $$, '42501', null, 'members do not open files themselves');

-- Receiving
reset role;
select set_config('request.jwt.claims', '', true);
set local role vp_worker;
create function pg_temp.open(method text, id uuid, url text) returns setof text language sql as $$
  select f.state from system.open_file(method, '00000000-0000-7000-8000-0000000000a1', id,
    pg_temp.param(url, 'expires')::bigint, pg_temp.param(url, 'signature')) f;
$$;
select is(pg_temp.open('PUT', u.id, u.upload_url), 'pending', 'the signed URL opens the upload') from upload u;
select throws_ok(format('select pg_temp.open(%L, %L, %L)', bad.method, bad.id, bad.url), bad.code, null, bad.why)
from upload u, lateral (values
  ('GET', u.id, u.upload_url, 'VP304', 'not for reading'),
  ('PUT', core.uuid_v7(), u.upload_url, 'VP304', 'not for another file'),
  ('PUT', u.id, replace(u.upload_url, 'expires=', 'expires=9'), 'VP304', 'not for another time'),
  ('PUT', u.id, u.upload_url || 'x', 'VP304', 'not with another signature'),
  ('PUT', u.id, '', 'VP304', 'not with none')
) bad (method, id, url, code, why);
reset role;
select throws_ok(format('select system.open_file(%L, %L, %L, 1, %L)', 'PUT', '00000000-0000-7000-8000-0000000000a1', id,
    system.sign_file_url('PUT', '00000000-0000-7000-8000-0000000000a1', id, 1)),
  'VP305', null, 'not after its time') from upload;
select throws_ok(format('select system.open_file(%L, %L, %L, %L, %L)', 'PUT', '00000000-0000-7000-8000-0000000000b1', id, e,
    system.sign_file_url('PUT', '00000000-0000-7000-8000-0000000000b1', id, e)),
  'VP200', null, 'not in another organisation')
from upload, lateral (select 60 + extract(epoch from now())::bigint as e) soon;
set local role vp_worker;
select lives_ok(format('select system.receive_upload(%L, %L, 640, 480)', '00000000-0000-7000-8000-0000000000a1', id), 'its bytes arrive') from upload;
select lives_ok(format('select system.receive_upload(%L, %L, 1, 1)', '00000000-0000-7000-8000-0000000000a1', id), 'a repeat is no error') from upload;
select is(pg_temp.open('PUT', u.id, u.upload_url), 'received', 'nor opening it again') from upload u;
select throws_ok($$ select system.receive_upload('00000000-0000-7000-8000-0000000000a1', core.uuid_v7()) $$, 'VP305', null,
  'an upload that is gone receives nothing');

-- Completing and reading
reset role;
select pg_temp.act_as('a3');
set local role vp_member;
select throws_ok(format('select api.complete_upload(%L)', (select id from upload)), 'VP103', null, 'a viewer completes nothing');
select throws_ok($$ select api.create_upload('logo', 'a.png', 'image/png', 9, repeat('b', 64)) $$, 'VP103', null, 'and uploads nothing');
reset role;
select pg_temp.act_as('b2');
set local role vp_member;
select throws_ok(format('select api.complete_upload(%L)', (select id from upload)), 'VP200', null, 'a neighbour finds nothing to complete');
reset role;
select pg_temp.act_as('a2');
set local role vp_member;
select is((c.f).state || ' ' || (c.f).width || ' ' || (c.f).height, 'stored 640 480', 'an editor completes it, measures as first received')
from (select api.complete_upload(id) f from upload) c;
select is((c.f).state, 'stored', 'a repeat answers the same') from (select api.complete_upload(id) f from upload) c;
select matches((select url from api.files where state = 'stored'),
  '^http://files\.test/files/00000000-0000-7000-8000-0000000000a1/.*/L%C3%B6we%201\.png\?expires=\d+&signature=', 'it has a URL to read');
select ok((select pg_temp.param(url, 'expires')::bigint - extract(epoch from now()) between 3600 and 7200 from api.files where state = 'stored'),
  'good for an hour at least');
select is((select (api.create_upload('logo', 'c.png', 'image/png', 100, repeat('a', 64))).id), (select id from upload), 'uploaded again, it is the stored one');
select is((select state from api.files where id = (select id from upload)), 'stored', 'and stays stored');
insert into upload (name, id, upload_url) select 'read', id, url from api.files where state = 'stored';
reset role;
select pg_temp.act_as('b2');
set local role vp_member;
select is_empty($$ select * from api.files $$, 'a neighbour sees no file');
select is(system.file_url('00000000-0000-7000-8000-0000000000a1', (select id from upload where name = 'read')), null, 'and gets no URL for one');
reset role;
select set_config('request.jwt.claims', '', true);
set local role vp_worker;
select is(pg_temp.open('GET', u.id, u.upload_url), 'stored', 'the URL opens the file') from upload u where name = 'read';

-- Results of the worker, and what never arrives
reset role;
select is(
  system.store_file('00000000-0000-7000-8000-0000000000a1', 'variant', 'v.jpg', 'image/jpeg', 9, repeat('c', 64), 2, 3),
  system.store_file('00000000-0000-7000-8000-0000000000a1', 'variant', 'w.jpg', 'image/jpeg', 9, repeat('c', 64), 2, 3),
  'the same result twice is one file');
select is((select storage_key from system.files where kind = 'variant'),
  'org/00000000-0000-7000-8000-0000000000a1/cc/' || repeat('c', 64), 'it lies under its content');
select is(system.expire_uploads(), 0, 'an upload does not expire before its time');
update system.files set upload_expires_at = now() - interval '1 second' where state = 'pending';
select is(system.expire_uploads(), 1, 'but then');
select throws_ok(format('select system.receive_upload(organization_id, id) from system.files where state = %L', 'expired'), 'VP305', null,
  'and receives nothing any more');
select is((select count(*) from system.files where state = 'stored'), 2::bigint, 'stored files do not expire');
insert into system.files (organization_id, kind, filename, mime_type, bytes, sha256, state)
values ('00000000-0000-7000-8000-0000000000a1', 'image', 'e.png', 'image/png', 9, repeat('e', 64), 'expired');
select results_eq(
  $$ select * from system.unowned_files(array[
    'org/00000000-0000-7000-8000-0000000000a1/cc/' || repeat('c', 64),
    'org/00000000-0000-7000-8000-0000000000a1/cc/' || repeat('c', 64) || '.640.webp',
    'org/00000000-0000-7000-8000-0000000000a1/ee/' || repeat('e', 64) || '.640.webp',
    'org/00000000-0000-7000-8000-0000000000a1/ee/' || repeat('e', 64),
    'org/00000000-0000-7000-8000-0000000000b1/cc/' || repeat('c', 64)]) key order by key $$,
  $$ values ('org/00000000-0000-7000-8000-0000000000a1/ee/' || repeat('e', 64)),
      ('org/00000000-0000-7000-8000-0000000000a1/ee/' || repeat('e', 64) || '.640.webp'),
      ('org/00000000-0000-7000-8000-0000000000b1/cc/' || repeat('c', 64)) $$,
  'an expired upload and a neighbour''s content belong to nobody, nor do their renditions; a stored file''s do');

-- Two file servers, one of which has just ended
reset role;
update system.workers set queue_worker_ids = '{pool}', heartbeat_at = now() - interval '3 seconds';
insert into system.workers (id, host, pid, public_url) values (core.uuid_v7(), 'h', 2, 'http://ended.test/');
select alike(system.make_file_url('GET', core.uuid_v7(), core.uuid_v7(), 'a.png', 1), 'http://files.test/%', 'URLs lead to the one that lives');

select finish();
rollback;
