create function integration.note_unread_list(organization_id uuid, call_id uuid, error text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call constant integration.provider_calls := integration.lock_call(organization_id, call_id);
  age constant interval := now() - call.sent_at;
begin
  if call.state not in ('lost', 'missing') then
    return;
  end if;
  if call.ended_at is null and age > system.setting('integration.lost_call_doubt_s', organization_id)::int * interval '1 second' then
    perform integration.book_call(call, 'unknown');
    update integration.provider_calls c
    set state = case call.state when 'lost' then 'needs_attention' else 'missing' end, ended_at = now(),
        error = left('Its answer was lost, and the provider''s list of tasks cannot be read: ' || note_unread_list.error, 2000)
    where c.organization_id = note_unread_list.organization_id and c.id = note_unread_list.call_id;
  elsif call.ended_at is not null and age > system.setting('integration.lost_call_watch_s', organization_id)::int * interval '1 second' then
    update integration.provider_calls c set state = 'failed'
    where c.organization_id = note_unread_list.organization_id and c.id = note_unread_list.call_id;
  end if;
end $$;
comment on function integration.note_unread_list(uuid, uuid, text) is
  'The list of tasks, in which a lost or missing call is looked for, could not be read. After integration.lost_call_doubt_s its price is booked as unknown, and a lost one, which keeps others of its kind waiting, is left to a person; after lost_call_watch_s nobody looks any more.';
grant execute on function integration.note_unread_list(uuid, uuid, text) to vp_worker;
