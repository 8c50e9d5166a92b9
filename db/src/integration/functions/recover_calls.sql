create function integration.recover_calls() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call record;
  lost int := 0;
begin
  -- A job that goes on claims its call again and finds it; that of a cancelled one would stay reserved for ever.
  for call in
    select c.organization_id, c.id
    from integration.provider_calls c
    left join system.background_jobs j on j.organization_id = c.organization_id and j.id = c.job_id
    where c.state = 'sent' and c.sent_at < now() - interval '10 minutes'
      and coalesce(j.state, 'cancelled') not in ('queued', 'dispatched', 'running')
  loop
    perform integration.lose_call(call.organization_id, call.id, 'The job ended before the answer came.');
    lost := lost + 1;
  end loop;
  return lost;
end $$;
comment on function integration.recover_calls() is
  'Ends the calls that were sent over ten minutes ago by jobs that have ended since; run with recover_jobs. Returns their number.';
grant execute on function integration.recover_calls() to vp_worker;
