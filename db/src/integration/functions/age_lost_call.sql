create function integration.age_lost_call(organization_id uuid, call_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls := integration.lock_call(organization_id, call_id);
  age constant interval := now() - call.sent_at;
begin
  if call.state = 'lost' and age > system.setting('integration.lost_call_grace_s', organization_id)::int * interval '1 second' then
    update integration.provider_calls c
    set state = 'missing', polls = 0, next_poll_at = now() + integration.poll_delay(0),
        error = 'Its answer was lost, and the provider''s list of tasks does not have it: it may be made again. The list is asked again.'
    where c.organization_id = age_lost_call.organization_id and c.id = age_lost_call.call_id
    returning c.* into call;
    perform system.create_job(organization_id, 'settle_call', call_id);
  end if;
  if call.state <> 'missing' then
    return;
  end if;
  if call.ended_at is null and age > system.setting('integration.lost_call_doubt_s', organization_id)::int * interval '1 second' then
    perform integration.book_call(call, 'failed');
    update integration.provider_calls c set ended_at = now()
    where c.organization_id = age_lost_call.organization_id and c.id = age_lost_call.call_id
    returning c.* into call;
  end if;
  if call.ended_at is not null and age > system.setting('integration.lost_call_watch_s', organization_id)::int * interval '1 second' then
    update integration.provider_calls c
    set state = 'failed', error = 'It never arrived at the provider: the list of tasks does not have it.'
    where c.organization_id = age_lost_call.organization_id and c.id = age_lost_call.call_id;
  end if;
end $$;
comment on function integration.age_lost_call(uuid, uuid) is
  'What becomes of a call that the list of tasks does not have: after integration.lost_call_grace_s it is missing, and may be made again; after lost_call_doubt_s it is booked for nothing; after lost_call_watch_s nobody asks for it any more.';
