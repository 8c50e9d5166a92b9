create function system.dispatch(organization_id uuid) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  free int;
  kinds text[];
  ids uuid[];
begin
  -- One dispatcher an organisation at a time. The lock comes first: the count must see what the last one did.
  perform pg_advisory_xact_lock(system.dispatch_lock(organization_id));
  if not exists (select from system.background_jobs j where j.organization_id = dispatch.organization_id and j.state = 'queued') then
    return 0;
  end if;
  select system.setting('jobs.per_organization', dispatch.organization_id)::int - count(*) into free
  from system.background_jobs j
  where j.organization_id = dispatch.organization_id and j.state in ('dispatched', 'running')
    -- One that failed and waits for its next attempt leaves its place to others meanwhile.
    and (j.state = 'running' or j.started_at is null or j.dispatched_at >= j.started_at);
  if free <= 0 then
    return 0;
  end if;

  -- Materialized: were it joined, its limit would hold for each time that it is read.
  with next as materialized (
    select q.id
    from system.background_jobs q
    where q.organization_id = dispatch.organization_id and q.state = 'queued'
    order by q.priority desc, q.due_at, q.id
    limit free
    for update skip locked
  ), taken as (
    update system.background_jobs j
    set state = 'dispatched', dispatched_at = clock_timestamp()
    from next
    where j.organization_id = dispatch.organization_id and j.id = next.id
    returning j.kind, j.id, j.priority, j.due_at
  )
  select array_agg(t.kind order by t.priority desc, t.due_at, t.id), array_agg(t.id order by t.priority desc, t.due_at, t.id)
  into kinds, ids
  from taken t;
  if ids is null then
    return 0;
  end if;
  return core.enqueue((
    select jsonb_agg(jsonb_build_object(
      'task', j.kind,
      'payload', jsonb_build_object('organization_id', dispatch.organization_id, 'job_id', j.id),
      'job_key', system.job_key(j.kind, j.id),
      -- graphile-worker takes the oldest run_at first, whoever owns the job: within an organisation the microseconds
      -- keep the order, and no organisation passes another by calling its jobs urgent.
      'run_at', now() - interval '1 ms' + j.place * interval '1 microsecond',
      -- begin_job() counts the attempts; the queue only must not stop before it.
      'max_attempts', 1000))
    from unnest(kinds, ids) with ordinality j (kind, id, place)));
end $$;
comment on function system.dispatch(uuid) is
  'Hands an organisation''s queued jobs to graphile-worker, at most jobs.per_organization at a time: highest priority first, then the earliest due, then the oldest. Returns how many.';
grant execute on function system.dispatch(uuid) to vp_definer;
