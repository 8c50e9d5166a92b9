create function integration.receive_webhook(body text, headers jsonb) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tolerance constant interval := '300 seconds';
  id constant text := headers ->> 'webhook-id';
  sent constant text := headers ->> 'webhook-timestamp';
  signatures constant text := headers ->> 'webhook-signature';
  task jsonb;
  event_id uuid;
begin
  if id is null or sent is null or signatures is null or length(id) > 200 or sent !~ '^[0-9]{1,11}$' then
    perform core.raise('VP112', 'A webhook needs webhook-id, webhook-timestamp and webhook-signature.');
  end if;
  if to_timestamp(sent::bigint) not between now() - tolerance and now() + tolerance then
    perform core.raise('VP112', 'The webhook''s time is too far from now.', 'It is good for 300 seconds; set the clock.');
  end if;
  if not integration.is_signed(format('%s.%s.%s', id, sent, body), signatures) then
    perform core.raise('VP112', 'The webhook''s signature is wrong.');
  end if;

  if octet_length(body) > 1048576 then
    perform core.raise('VP307', format('The webhook has %s bytes; 1048576 are taken.', octet_length(body)));
  end if;
  begin
    task := integration.read_task(body::jsonb);
  exception when data_exception or program_limit_exceeded then
    perform core.raise('VP201', 'The webhook holds text or numbers that cannot be stored, such as \u0000.', null, sqlerrm);
  end;
  if coalesce(length(task ->> 'task_id'), 0) not between 1 and 200
    or coalesce(task ->> 'status', '') not in ('CREATED', 'IN_PROGRESS', 'COMPLETED', 'FAILED')
  then
    perform core.raise('VP201', 'The webhook names no task, or a status that is not known.');
  end if;
  insert into integration.provider_events (provider, event_key, provider_task_id, body, headers)
  values ('freepik', id, task ->> 'task_id', body,
    jsonb_build_object('webhook-timestamp', sent, 'webhook-signature', left(signatures, 1000)))
  on conflict (provider, event_key) do nothing
  returning provider_events.id into event_id;
  if event_id is not null then
    perform integration.apply_event(event_id, body);
  end if;
  return jsonb_build_object('received', true);
end $$;
comment on function integration.receive_webhook(text, jsonb) is
  'Takes a webhook: its signature is verified over the exact bytes, it is kept once by its id and moves its task forward. Raises VP112 (signature, time), VP201, VP307 (too large).';
grant execute on function integration.receive_webhook(text, jsonb) to vp_anon, vp_member;
