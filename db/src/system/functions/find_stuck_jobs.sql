create function system.find_stuck_jobs() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- Each of these is mended by recover_jobs(), which a worker runs every minute: what is older, it has not seen.
  with recursive queued as (
    -- The next job of each organisation, without reading what lies between.
    (select j.organization_id, j.id, j.kind, j.created_at from system.background_jobs j where j.state = 'queued'
     order by j.organization_id, j.priority desc, j.due_at, j.id limit 1)
    union all
    select next.organization_id, next.id, next.kind, next.created_at
    from queued q
    cross join lateral (
      select j.organization_id, j.id, j.kind, j.created_at from system.background_jobs j
      where j.state = 'queued' and j.organization_id > q.organization_id
      order by j.organization_id, j.priority desc, j.due_at, j.id limit 1) next
  ), live as materialized (
    select j.organization_id, j.id, j.state, system.job_key(j.kind, j.id) as job_key,
      case j.state when 'running' then j.started_at else j.dispatched_at end as since
    from system.background_jobs j
    where j.state in ('dispatched', 'running')
  ), lost as (
    select l.organization_id, l.id, l.state, l.since
    from live l
    left join core.find_jobs((select array_agg(old.job_key) from live old where old.since < now() - interval '3 minutes')) found using (job_key)
    where l.since < now() - interval '3 minutes'
      and (found.job_key is null or l.state = 'running' and not found.is_locked)
  )
  select 'error', 'jobs.not_dispatched', q.organization_id, 'system.background_jobs', q.id::text, q.created_at,
    format('A %s job is queued although the organisation has room for it.', q.kind),
    'select system.dispatch_all(); a worker does it every minute: see in its log why it does not.'
  from queued q
  where q.created_at < now() - interval '5 minutes'
    and system.setting('jobs.per_organization', q.organization_id)::int > (
      select count(*) from system.background_jobs j
      where j.organization_id = q.organization_id and j.state in ('dispatched', 'running'))
  union all
  select 'error', 'jobs.not_held', l.organization_id, 'system.background_jobs', (array_agg(l.id::text order by l.since, l.id))[1], min(l.since),
    format('%s %s, and no worker has hold of it.', core.describe_count(count(*), 'job'),
      case l.state when 'running' then 'said to be running' else 'handed to the queue is not in it' end),
    'select system.recover_jobs(); a worker does it every minute: see in its log why it does not.'
  from lost l
  group by l.organization_id, l.state
  union all
  select 'warning', 'jobs.not_woken', j.organization_id, 'system.background_jobs', (array_agg(j.id::text order by j.wake_at, j.id))[1], min(j.wake_at),
    format('%s should have been woken.', core.describe_count(count(*), 'waiting job')),
    'select system.wake_jobs(); a worker does it every minute: see in its log why it does not.'
  from system.background_jobs j
  where j.state = 'waiting' and j.wake_at < now() - interval '5 minutes'
  group by j.organization_id;
$$;
comment on function system.find_stuck_jobs() is
  'Finds background jobs that do not go on: queued although there is room (jobs.not_dispatched), running or handed over though no worker holds them (jobs.not_held), waiting past their time (jobs.not_woken).';
grant execute on function system.find_stuck_jobs() to vp_dba, vp_monitor;
