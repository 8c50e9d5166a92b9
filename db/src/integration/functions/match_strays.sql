create function integration.match_strays(provider text, operation text, key_id text, task_ids text[], seen_last timestamptz) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
  sought integration.provider_calls[];
  place int := 0;
begin
  -- Locked in an order that is everybody's.
  perform from integration.provider_calls c
  where c.provider = match_strays.provider and c.operation = match_strays.operation and c.key_id = match_strays.key_id
    and c.state in ('lost', 'missing')
  order by c.organization_id, c.id
  for update;
  -- Likeliest first: what is lost, what is in doubt (not ended), and what was given up long ago.
  select array_agg(c order by c.state <> 'lost', c.ended_at is not null, c.sent_at desc, c.id desc) into sought
  from integration.provider_calls c
  where c.provider = match_strays.provider and c.operation = match_strays.operation and c.key_id = match_strays.key_id
    and c.state in ('lost', 'missing') and c.sent_at <= match_strays.seen_last;

  -- Certain: one task, and one thing that it can be for. Attempts at the same thing are as good as each other.
  if cardinality(task_ids) = 1 and cardinality(sought) > 0 and not sought[1].is_doubtful and (
    select count(distinct (s.organization_id, s.call_key)) = 1 from unnest(sought) s
    where (s.ended_at is null) = (sought[1].ended_at is null))
  then
    perform integration.accept_call(sought[1].organization_id, sought[1].id, task_ids[1], null);
    delete from integration.foreign_tasks f
    where f.provider = match_strays.provider and f.operation = match_strays.operation and f.key_id = match_strays.key_id
      and f.task_id = match_strays.task_ids[1];
    return;
  end if;

  -- Which is whose the list does not say, and nobody gets another's picture: as many are booked as there are tasks.
  foreach call in array coalesce(sought, '{}') loop
    place := place + 1;
    if place <= cardinality(task_ids) then
      perform integration.book_call(call, 'unknown');
      update integration.provider_calls c
      set state = case call.state when 'lost' then 'needs_attention' else 'failed' end, ended_at = coalesce(c.ended_at, now()),
          error = format('Its answer was lost, and %s in the provider''s list of tasks may be its own: whose, the list does not say. Its price is booked, its result is not used.',
            case cardinality(task_ids) when 1 then 'a task' else format('each of %s tasks', cardinality(task_ids)) end)
      where c.organization_id = call.organization_id and c.id = call.id;
    else
      update integration.provider_calls c set is_doubtful = true
      where c.organization_id = call.organization_id and c.id = call.id;
    end if;
  end loop;
  update integration.foreign_tasks f set is_open = false
  where f.provider = match_strays.provider and f.operation = match_strays.operation and f.key_id = match_strays.key_id
    and f.task_id = any (match_strays.task_ids);
end $$;
comment on function integration.match_strays(text, text, text, text[], timestamptz) is
  'Gives tasks that no call has to the calls whose answers were lost. Where that is not certain, as many calls are booked as there are tasks, and a person decides on the one that is waited for.';
