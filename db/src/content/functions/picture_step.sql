create function content.picture_step(request content.content_requests, job_id uuid, operation text, call integration.provider_calls) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  picture jsonb;
begin
  if call.id is null then
    return jsonb_build_object('action', 'list', 'operation', operation)
      || integration.key_fields(request.organization_id, 'freepik', integration.key_of(request.organization_id, 'freepik'));
  end if;
  if call.state <> 'succeeded' or call.response is null then
    return content.source_call_step(call, job_id);
  end if;
  picture := content.choose_generated(call.response);
  if picture is null then
    return content.give_up_source(request.organization_id, request.id, job_id, case
      when call.response @> '{"has_nsfw": [true]}' then
        'The provider marked the picture as not safe for work: it is kept out, and its price is booked. Make a request with another prompt.'
      else 'The provider''s answer holds no picture; its price is booked. Make a request with another prompt or model.' end);
  end if;
  if jsonb_typeof(picture) = 'object' then
    -- It came with the answer, and the worker has stored it.
    if content.receive_source(request.organization_id, job_id, call.id, picture) then
      return content.choose_source_step(request, job_id);
    end if;
    return jsonb_build_object('action', 'stop', 'state', 'succeeded', 'reason', 'The picture is there.');
  end if;
  perform system.report_progress(request.organization_id, job_id, 70);
  return jsonb_build_object('action', 'fetch', 'call_id', call.id, 'url', picture #>> '{}');
end $$;
comment on function content.picture_step(content.content_requests, uuid, text, integration.provider_calls) is
  'What a source_assets job does about the call of a model that makes a picture: see to its end, then fetch what it made. What is not safe for work, or no picture, is kept out. Without a call, the list of the operation''s tasks is read first.';
