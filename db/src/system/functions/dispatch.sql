create function system.dispatch(organization_id uuid default null) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenants uuid[];
  owners uuid[];
  ids uuid[];
  jobs jsonb;
begin
  -- One dispatcher an organisation at a time. The lock comes first: the count below must see what the last one did.
  if dispatch.organization_id is not null then
    perform pg_advisory_xact_lock(hashtextextended('system.dispatch', 0) # hashtextextended(dispatch.organization_id::text, 0));
    tenants := array[dispatch.organization_id];
  else
    -- From one organisation with queued jobs to the next, in the order of the index, without reading what lies between.
    with recursive waiting as (
      (select j.organization_id from system.background_jobs j where j.state = 'queued'
       order by j.organization_id, j.priority desc, j.due_at, j.id limit 1)
      union all
      select (select j.organization_id from system.background_jobs j
              where j.state = 'queued' and j.organization_id > w.organization_id
              order by j.organization_id, j.priority desc, j.due_at, j.id limit 1)
      from waiting w
      where w.organization_id is not null
    )
    select array_agg(w.organization_id) into tenants
    from (select * from waiting where waiting.organization_id is not null offset 0) w
    where pg_try_advisory_xact_lock(hashtextextended('system.dispatch', 0) # hashtextextended(w.organization_id::text, 0));
  end if;

  with room as (
    select t.id as organization_id,
      greatest(0, system.setting('jobs.per_organization', t.id)::int
        - (select count(*) from system.background_jobs j
           where j.organization_id = t.id and j.state in ('dispatched', 'running')
             -- One that failed and waits for its next attempt leaves its place to others meanwhile.
             and (j.state = 'running' or j.started_at is null or j.dispatched_at >= j.started_at))) as free
    from unnest(tenants) t (id)
  ), next as (
    select picked.*, row_number() over (partition by picked.organization_id order by picked.priority desc, picked.due_at, picked.id) as place
    from room
    cross join lateral (
      select j.organization_id, j.id, j.kind, j.priority, j.due_at
      from system.background_jobs j
      where j.organization_id = room.organization_id and j.state = 'queued'
      order by j.priority desc, j.due_at, j.id
      limit room.free
      for update skip locked
    ) picked
  )
  -- graphile-worker takes the oldest run_at first, whoever owns the job: within an organisation the microseconds keep
  -- the order, and no organisation passes another by calling its jobs urgent.
  select array_agg(next.organization_id), array_agg(next.id), jsonb_agg(jsonb_build_object(
    'task', next.kind,
    'payload', jsonb_build_object('organization_id', next.organization_id, 'job_id', next.id),
    'job_key', system.job_key(next.kind, next.id),
    'run_at', now() - interval '1 ms' + next.place * interval '1 microsecond',
    -- begin_job() counts the attempts; the queue only must not stop before it.
    'max_attempts', 1000))
  into owners, ids, jobs
  from next;
  if ids is null then
    return 0;
  end if;

  update system.background_jobs j
  set state = 'dispatched', dispatched_at = clock_timestamp()
  from unnest(owners, ids) taken (organization_id, id)
  where j.organization_id = taken.organization_id and j.id = taken.id;
  return core.enqueue(jobs);
end $$;
comment on function system.dispatch(uuid) is
  'Hands queued jobs to graphile-worker, at most jobs.per_organization of an organisation at a time: highest priority first, then the earliest due, then the oldest. Without an organisation: of all. Returns how many.';
grant execute on function system.dispatch(uuid) to vp_definer, vp_worker;
