create function content.provider_calls__resolved() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if new.state = 'written_off' then
    perform content.stop_request(new.organization_id, new.subject_id, 'failed', 'The call that would have brought the picture was written off.');
  elsif exists (
    select from content.content_requests r
    where r.organization_id = new.organization_id and r.id = new.subject_id and r.status = 'needs_attention'
  ) then
    if new.state = 'succeeded' then
      perform system.act_for_job(new.organization_id, new.job_id);
    end if;
    perform content.resume_request(new.organization_id, new.subject_id);
  end if;
  return null;
end $$;
comment on function content.provider_calls__resolved() is
  'Trigger: a decision on a paid call goes on with its content request (retry) or fails it (write_off); an answer that comes after all goes on with it, too.';

create trigger provider_calls__resolved after update of state on integration.provider_calls
  for each row when (old.state = 'needs_attention' and new.state in ('retried', 'written_off', 'succeeded'))
  execute function content.provider_calls__resolved();
