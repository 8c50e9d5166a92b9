create function content.next_ai_step(request content.content_requests, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  source constant jsonb := request.sources -> 0;
  model integration.provider_operations;
  prompt text := content.build_prompt(request);
  improvement jsonb;
  improved text;
  call integration.provider_calls;
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
    if call.id is null or call.state <> 'succeeded' or call.response is null then
      return content.picture_step(request, job_id, 'improve_prompt', call);
    end if;
    improved := btrim(call.response -> 'generated' ->> 0);
    if coalesce(length(improved), 0) < 3 then
      return content.give_up_source(request.organization_id, request.id, job_id,
        'The provider improved the prompt to nothing; its price is booked. Make a request without improve_prompt.');
    end if;
    prompt := left(improved, coalesce(model.prompt_limit, 4000));
  end if;

  return content.picture_step(request, job_id, model.operation,
    content.claim_source_call(request, job_id, model.operation, content.describe_picture(request, model, prompt)));
end $$;
comment on function content.next_ai_step(content.content_requests, uuid) is
  'The next step towards an AI picture: improve the prompt where that is wanted, have it made, then fetch it.';
