create function integration.refuse_task(call integration.provider_calls, task_id text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if not exists (
    select from integration.provider_calls other
    where other.provider = call.provider and other.provider_task_id = refuse_task.task_id
      and (other.organization_id, other.id) <> (call.organization_id, call.id))
  then
    return false;
  end if;
  if call.state in ('sent', 'lost', 'missing') then
    perform integration.book_call(call, 'unknown');
    update integration.provider_calls c
    set state = case call.state when 'missing' then 'failed' else 'needs_attention' end, ended_at = coalesce(c.ended_at, now()),
        error = 'The provider answered with a task that is another call''s: its picture is not used, and whether it charges for it twice nobody can say.'
    where c.organization_id = call.organization_id and c.id = call.id;
  end if;
  return true;
end $$;
comment on function integration.refuse_task(integration.provider_calls, text) is
  'Whether a call was answered with a task that is another call''s already, perhaps another organisation''s. Then it ends without it, booked as unknown.';
