begin;
set local search_path = extensions;

select plan(6);

insert into identity.organizations (id, name, slug)
select lpad(n::text, 32, '0')::uuid, 'Plan', 'plan-' || n from generate_series(1, 20) n;
insert into system.background_jobs (organization_id, kind, subject_id, priority, due_at, state, finished_at)
select lpad((1 + n % 20)::text, 32, '0')::uuid, 'test_work', gen_random_uuid(), n % 7 - 3,
  case when n % 2 = 0 then now() + n * interval '1 minute' end,
  case when n <= 80 then 'dispatched' when n % 30 = 7 then 'queued' else 'succeeded' end,
  case when n > 80 and n % 30 <> 7 then now() end
from generate_series(1, 12000) n;
insert into system.files (organization_id, kind, filename, mime_type, bytes, sha256, state, upload_expires_at, stored_at)
select lpad((1 + n % 20)::text, 32, '0')::uuid, 'image', 'a.png', 'image/png', 1, encode(sha256(n::text::bytea), 'hex'),
  case when n % 100 = 0 then 'pending' else 'stored' end, now(), case when n % 100 > 0 then now() end
from generate_series(1, 4000) n;
analyze system.background_jobs, system.files;

create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  line text;
  whole text := '';
begin
  for line in execute 'explain (costs off) ' || query loop
    whole := whole || line || E'\n';
  end loop;
  return whole;
end $$;

-- The queries are those of system.dispatch(), dispatch_all(), create_upload(), expire_uploads() and of the clients.
select matches(pg_temp.plan_of($$
  select j.id from system.background_jobs j
  where j.organization_id = '00000000-0000-0000-0000-000000000007' and j.state = 'queued'
  order by j.priority desc, j.due_at, j.id limit 4 for update skip locked $$),
  '^Limit\n  ->  LockRows\n        ->  Index Scan using background_jobs_queue_idx', 'the next jobs come from the index in order, without a sort');
select matches(pg_temp.plan_of($$
  select count(*) from system.background_jobs j
  where j.organization_id = '00000000-0000-0000-0000-000000000007' and j.state in ('dispatched', 'running') $$),
  'background_jobs_in_flight_idx', 'those in flight are counted in theirs');
select matches(pg_temp.plan_of($$
  select j.organization_id from system.background_jobs j
  where j.state = 'queued' and j.organization_id > '00000000-0000-0000-0000-000000000007'
  order by j.organization_id, j.priority desc, j.due_at, j.id limit 1 $$),
  'background_jobs_queue_idx', 'the next organisation with queued jobs is one step away');
select matches(pg_temp.plan_of($$
  select * from system.background_jobs j
  where j.organization_id = '00000000-0000-0000-0000-000000000007' and j.subject_id = '00000000-0000-0000-0000-000000000009' $$),
  'background_jobs_(subject_idx|live_key)', 'the jobs of a subject are found by index');
select matches(pg_temp.plan_of(format($$
  select * from system.files f where f.organization_id = '00000000-0000-0000-0000-000000000007' and f.sha256 = '%s' $$, repeat('a', 64))),
  'files_sha256_idx', 'a file is found by its content');
select matches(pg_temp.plan_of($$ select * from system.files f where f.state = 'pending' and f.upload_expires_at < now() - interval '1 day' $$),
  'files_pending_idx', 'uploads that never arrived are found without reading the files');

select finish();
rollback;
