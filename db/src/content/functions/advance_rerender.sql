create function content.advance_rerender(organization_id uuid, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := organization_id;
  -- The organisation's places for jobs do not run empty, and its other work waits for no more than these.
  at_once constant int := 2 * system.setting('jobs.per_organization', tenant)::int;
  job system.background_jobs;
  at_work int;
  progress record;
begin
  perform system.act_for_job(tenant, job_id);
  select j.* into job
  from system.background_jobs j where j.organization_id = tenant and j.id = job_id
  for no key update;
  -- Cancelled meanwhile, or gone on with by another worker.
  if job.state <> 'running' then
    return '{"action": "wait"}';
  end if;
  perform content.list_rerender(tenant, job.id, job.payload);

  update content.rerendered_requests q set state = 'done'
  from content.content_requests r
  where q.organization_id = tenant and q.background_job_id = job.id and q.state = 'rendering'
    and r.organization_id = tenant and r.id = q.content_request_id and r.status <> 'rendering';
  select count(*) into at_work
  from content.rerendered_requests q
  where q.organization_id = tenant and q.background_job_id = job.id and q.state = 'rendering';
  perform content.rerender_requests(tenant, job.id, job.payload, array(
    (select q.content_request_id
     from content.rerendered_requests q
     where q.organization_id = tenant and q.background_job_id = job.id and q.state = 'waiting' and q.touched > 0
     order by q.content_request_id
     limit greatest(0, at_once - at_work))
    union all
    -- These take the template, and nothing is rendered.
    (select q.content_request_id
     from content.rerendered_requests q
     where q.organization_id = tenant and q.background_job_id = job.id and q.state = 'waiting' and q.touched = 0
     order by q.content_request_id
     limit 500)));

  select count(*) filter (where q.state in ('waiting', 'rendering')) as open,
    count(*) filter (where q.state = 'unfit') as unfit,
    coalesce(sum(q.touched) filter (where q.state in ('waiting', 'rendering', 'done')), 0) as touched,
    coalesce(sum(q.touched) filter (where q.state in ('rendering', 'done')), 0) - (
      select count(*)
      from content.rerendered_requests w
      join content.asset_variants v on v.organization_id = tenant and v.content_request_id = w.content_request_id and v.is_current and v.status = 'pending'
      where w.organization_id = tenant and w.background_job_id = job.id and w.state = 'rendering') as finished
  into progress
  from content.rerendered_requests q
  where q.organization_id = tenant and q.background_job_id = job.id;
  if progress.open > 0 then
    perform system.report_progress(tenant, job.id, greatest(0, 100 * progress.finished / greatest(1, progress.touched))::int);
    perform system.defer_job(tenant, job.id, clock_timestamp() + interval '1 second');
    return '{"action": "wait"}';
  end if;
  perform system.end_job(tenant, job.id, 'succeeded', case when progress.unfit > 0 then
    format('%s stayed as before: the copy does not go with the layout, or it needs a logo that is not there. preview_rerender counts them as unfit.',
      core.describe_count(progress.unfit, 'content request')) end);
  return '{"action": "stop"}';
end $$;
comment on function content.advance_rerender(uuid, uuid) is
  'Goes on with a rerender_variants job: takes as many further requests as may be rendered at once, tells how far it is, and waits for them. {action: wait | stop}. In one transaction: a worker that dies has done all of it or nothing.';
grant execute on function content.advance_rerender(uuid, uuid) to vp_worker;
