create function integration.refresh_task(organization_id uuid, call_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update integration.provider_calls c
  set response = null, refreshes = c.refreshes + 1, next_poll_at = now()
  where c.organization_id = refresh_task.organization_id and c.id = refresh_task.call_id
    and c.state = 'succeeded' and c.provider_task_id is not null and c.refreshes < 3;
  return found;
end $$;
comment on function integration.refresh_task(uuid, uuid) is
  'Has a task asked for again, because the address of its result has expired: it is signed anew. False: there is no task, or it was done three times.';
