create function content.next_ai_step(request content.content_requests, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  source constant jsonb := request.sources -> 0;
  model integration.provider_operations;
  prompt text := content.build_prompt(request);
  improvement jsonb;
  improved text;
  keys constant jsonb := integration.key_fields(request.organization_id, 'freepik', integration.key_of(request.organization_id, 'freepik'));
  call integration.provider_calls;
  picture jsonb;
begin
  select o.* into strict model
  from integration.provider_operations o where o.provider = 'freepik' and o.operation = source ->> 'model';

  if (source ->> 'improve_prompt')::boolean then
    improvement := jsonb_build_object('prompt', prompt, 'type', 'image', 'language', 'en');
    -- No prompt is bought for a picture that cannot be.
    if not exists (
      select from integration.provider_calls c
      where c.organization_id = request.organization_id and c.call_key = format('request:%s:improve_prompt', request.id))
    then
      perform integration.check_calls(request.organization_id, request.id, 'freepik', jsonb_build_array(
        jsonb_build_object('operation', 'improve_prompt', 'request', improvement),
        jsonb_build_object('operation', model.operation, 'request', content.describe_picture(request, model, prompt))));
    end if;
    call := content.claim_source_call(request, job_id, 'improve_prompt', improvement);
    if call.id is null then
      return jsonb_build_object('action', 'list', 'operation', 'improve_prompt') || keys;
    end if;
    if call.state <> 'succeeded' or call.response is null then
      return content.source_call_step(call, job_id);
    end if;
    improved := btrim(call.response -> 'generated' ->> 0);
    if coalesce(length(improved), 0) < 3 then
      return content.give_up_source(request.organization_id, request.id, job_id,
        'The provider improved the prompt to nothing; its price is booked. Make a request without improve_prompt.');
    end if;
    prompt := left(improved, coalesce(model.prompt_limit, 4000));
  end if;

  call := content.claim_source_call(request, job_id, model.operation, content.describe_picture(request, model, prompt));
  if call.id is null then
    return jsonb_build_object('action', 'list', 'operation', model.operation) || keys;
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
    perform content.receive_source(request.organization_id, job_id, call.id, picture);
    return jsonb_build_object('action', 'stop', 'state', 'succeeded', 'reason', 'The picture is there.');
  end if;
  perform system.report_progress(request.organization_id, job_id, 70);
  return jsonb_build_object('action', 'fetch', 'call_id', call.id, 'url', picture #>> '{}');
end $$;
comment on function content.next_ai_step(content.content_requests, uuid) is
  'The next step towards an AI picture: improve the prompt where that is wanted, have it made, then fetch it. What is not safe for work, or no picture, is kept out.';
