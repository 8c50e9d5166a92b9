create function integration.find_lost_call(organization_id uuid, call_id uuid, task_ids text[]) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
  strays text[];
  seen_last timestamptz;
begin
  -- One reading of a list at a time: each changes what the next one may take.
  select c.* into strict call from integration.provider_calls c
  where c.organization_id = find_lost_call.organization_id and c.id = find_lost_call.call_id;
  perform pg_advisory_xact_lock(hashtextextended('integration.find_lost_call', 0)
    # hashtextextended(concat_ws(':', call.provider, call.operation, call.key_id), 0));
  if (select c.state from integration.provider_calls c
      where c.organization_id = find_lost_call.organization_id and c.id = find_lost_call.call_id) in ('lost', 'missing')
  then
    perform integration.note_strays(call.provider, call.operation, call.key_id, task_ids);
    select array_agg(f.task_id), max(f.seen_at) into strays, seen_last
    from integration.foreign_tasks f
    where f.provider = call.provider and f.operation = call.operation and f.key_id = call.key_id and f.is_open
      and f.task_id = any (task_ids)
      -- Accepted since note_strays looked, it is no longer awaited and is that call's: both are seen at one moment or neither.
      and not exists (select from integration.provider_calls c where c.provider = f.provider and c.provider_task_id = f.task_id)
      -- It may be that of a call whose answer is awaited, if it was there when that went out.
      and not exists (
        select from integration.provider_calls sent
        where sent.provider = f.provider and sent.operation = f.operation and sent.key_id = f.key_id
          and sent.is_async and sent.state = 'sent' and sent.sent_at <= f.seen_at);
    if strays is not null then
      perform integration.match_strays(call.provider, call.operation, call.key_id, strays, seen_last);
    end if;
    perform integration.age_lost_call(organization_id, call_id);
  end if;
  return (select c.state from integration.provider_calls c
    where c.organization_id = find_lost_call.organization_id and c.id = find_lost_call.call_id);
end $$;
comment on function integration.find_lost_call(uuid, uuid, text[]) is
  'Looks for a lost or missing call among the tasks that the provider lists, and for all others of its operation and key at once; then says what its age makes of it. Returns the call''s state.';
grant execute on function integration.find_lost_call(uuid, uuid, text[]) to vp_worker;
