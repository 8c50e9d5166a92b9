create function integration.recover_calls() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call record;
  recovered int := 0;
begin
  -- A job that goes on claims its call again and finds it; that of a cancelled one would stay reserved for ever.
  for call in
    select c.organization_id, c.id, c.state
    from integration.provider_calls c
    left join system.background_jobs j on j.organization_id = c.organization_id and j.id = c.job_id
    where c.state = 'sent' and c.sent_at < now() - interval '10 minutes'
      and coalesce(j.state, 'cancelled') not in ('queued', 'dispatched', 'running', 'waiting')
    union all
    select c.organization_id, c.id, c.state
    from integration.provider_calls c
    left join system.background_jobs j on j.organization_id = c.organization_id and j.id = c.job_id
    where c.state in ('accepted', 'lost', 'missing')
      and coalesce(j.state, 'cancelled') not in ('queued', 'dispatched', 'running', 'waiting')
  loop
    if call.state = 'sent' then
      perform integration.lose_call(call.organization_id, call.id, 'The job ended before the answer came.');
    else
      perform system.create_job(call.organization_id, 'settle_call', call.id);
    end if;
    recovered := recovered + 1;
  end loop;
  return recovered;
end $$;
comment on function integration.recover_calls() is
  'Takes care of the calls of jobs that have ended: those sent over ten minutes ago are lost, and those whose task is under way, or looked for, get a job that sees to their end. Run with recover_jobs. Returns their number.';
grant execute on function integration.recover_calls() to vp_worker;
