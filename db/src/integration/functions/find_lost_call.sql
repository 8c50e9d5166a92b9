create function integration.find_lost_call(organization_id uuid, call_id uuid, task_ids text[]) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls := integration.lock_call(organization_id, call_id);
  unknown text[];
begin
  if call.state <> 'lost' then
    return call.state;
  end if;
  select array_agg(distinct t.id) into unknown
  from unnest(task_ids) t (id)
  where not exists (select from integration.provider_calls c where c.provider = call.provider and c.provider_task_id = t.id)
    and not exists (
      select from integration.foreign_tasks f
      where f.provider = call.provider and f.operation = call.operation and f.key_id = call.key_id and f.task_id = t.id);
  case
    when cardinality(unknown) = 1 then
      perform integration.accept_call(organization_id, call_id, unknown[1], null);
      return 'accepted';
    when cardinality(unknown) > 1 then
      -- Only a key that others use too can have made them: which one is ours, the list does not say.
      perform integration.book_call(call, 'unknown');
      update integration.provider_calls c
      set state = 'needs_attention', ended_at = now(),
          error = format('Its answer was lost, and %s tasks in the provider''s list are not from here: the API key is used elsewhere too.', cardinality(unknown))
      where c.organization_id = find_lost_call.organization_id and c.id = find_lost_call.call_id;
      return 'needs_attention';
    when call.sent_at < now() - system.setting('integration.lost_call_grace_s', organization_id)::int * interval '1 second' then
      perform integration.book_call(call, 'failed');
      update integration.provider_calls c
      set state = 'failed', ended_at = now(), error = 'It never arrived at the provider: the list of tasks does not have it.'
      where c.organization_id = find_lost_call.organization_id and c.id = find_lost_call.call_id;
      return 'failed';
    else
      return 'lost';
  end case;
end $$;
comment on function integration.find_lost_call(uuid, uuid, text[]) is
  'Looks for a lost call among the tasks that the provider lists: the one that no call knows is it. None after integration.lost_call_grace_s: it never arrived, costs nothing and may be made again. Returns the call''s state.';
grant execute on function integration.find_lost_call(uuid, uuid, text[]) to vp_worker;
