create function integration.next_settle_step(organization_id uuid, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
  step jsonb;
begin
  perform system.act_for_job(organization_id, job_id);
  select c.* into strict call
  from integration.provider_calls c
  join system.background_jobs j on j.organization_id = c.organization_id and j.subject_id = c.id
  where j.organization_id = next_settle_step.organization_id and j.id = next_settle_step.job_id
  for update of c;
  -- One that waits for a task, or looks for it, itself: two would take it from each other, and the one that needs it miss its end.
  if call.state = 'missing' or call.state in ('accepted', 'lost') and not exists (
    select from system.background_jobs j
    where j.organization_id = call.organization_id and j.id = call.job_id and j.id <> next_settle_step.job_id
      and j.state in ('queued', 'dispatched', 'running', 'waiting'))
  then
    update integration.provider_calls c set job_id = next_settle_step.job_id
    where c.organization_id = call.organization_id and c.id = call.id;
    step := integration.call_step(organization_id, job_id, call.id);
  end if;
  if step is null then
    perform system.end_job(organization_id, job_id, 'succeeded');
    step := jsonb_build_object('action', 'stop', 'state', 'succeeded', 'reason', format('The call is %s.', call.state));
  end if;
  return step;
end $$;
comment on function integration.next_settle_step(uuid, uuid) is
  'What a settle_call job does next about a call whose own job is gone: poll, list, wait, or stop when it has ended and is booked, or another job has taken it on.';
grant execute on function integration.next_settle_step(uuid, uuid) to vp_worker;
