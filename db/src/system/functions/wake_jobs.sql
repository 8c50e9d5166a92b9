create function system.wake_jobs(organization_id uuid default null, job_ids uuid[] default null) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant record;
  woken int := 0;
begin
  for tenant in
    -- Locked in one order, so that two of these do not wait for each other.
    with due as materialized (
      select j.organization_id, j.id
      from system.background_jobs j
      where j.state = 'waiting'
        and case when job_ids is null then j.wake_at <= now()
          else j.organization_id = wake_jobs.organization_id and j.id = any(job_ids) end
      order by j.organization_id, j.id
      for no key update
    ), awake as (
      update system.background_jobs j
      set state = 'queued', wake_at = null
      from due
      where j.organization_id = due.organization_id and j.id = due.id
      returning j.organization_id
    )
    select a.organization_id, count(*) as jobs from awake a group by a.organization_id order by a.organization_id
  loop
    woken := woken + tenant.jobs;
    perform system.dispatch(tenant.organization_id);
  end loop;
  return woken;
end $$;
comment on function system.wake_jobs(uuid, uuid[]) is
  'Queues waiting jobs again and dispatches: those named, because what they wait for is there; or all whose time has come. Returns their number.';
grant execute on function system.wake_jobs(uuid, uuid[]) to vp_worker, vp_definer;
