create function system.end_job(organization_id uuid, job_id uuid, state text, error text default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if state is null or state not in ('succeeded', 'failed', 'needs_attention', 'cancelled') then
    raise exception 'A job ends as succeeded, failed, needs_attention or cancelled, not %.', coalesce(state, 'null');
  end if;
  update system.background_jobs j
  set state = end_job.state, finished_at = now(), wake_at = null,
      progress = case when end_job.state = 'succeeded' then 100 else j.progress end,
      last_error = coalesce(left(end_job.error, 2000), j.last_error)
  where j.organization_id = end_job.organization_id and j.id = end_job.job_id
    and j.state in ('queued', 'dispatched', 'running', 'waiting');
  if found then
    perform system.dispatch(organization_id);
  end if;
end $$;
comment on function system.end_job(uuid, uuid, text, text) is
  'Ends a job as succeeded, failed, needs_attention or cancelled, and dispatches the organisation''s next. One that has ended, by cancelling say, stays as it is.';
grant execute on function system.end_job(uuid, uuid, text, text) to vp_worker, vp_definer;
