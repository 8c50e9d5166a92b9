create function content.receive_source(organization_id uuid, job_id uuid, call_id uuid, file jsonb) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  call integration.provider_calls;
  request content.content_requests;
  original content.generated_assets;
  picture jsonb;
  is_ai boolean;
begin
  perform system.act_for_job(organization_id, job_id);
  select c.* into strict call
  from integration.provider_calls c
  where c.organization_id = receive_source.organization_id and c.id = receive_source.call_id;
  picture := call.request -> 'picture';
  is_ai := picture is null;
  request := content.lock_request(receive_source.organization_id, call.subject_id);
  if call.operation = 'image_expand' then
    select a.* into strict original
    from content.generated_assets a
    where a.organization_id = call.organization_id and a.id = (call.request ->> 'generated_asset_id')::uuid;
  end if;
  -- What is paid for is kept, though the request may have been cancelled meanwhile.
  insert into content.generated_assets (organization_id, content_request_id, kind, provider_call_id, provider_asset_id, title,
    prompt, file_id, width, height, focal_point, license, expanded_from, expanded_for, metadata)
  values (request.organization_id, request.id, coalesce(original.kind, case when is_ai then 'ai' else 'stock' end), call.id,
    coalesce(picture ->> 'id', call.provider_task_id),
    case when original.id is not null then original.title when is_ai then request.title else picture ->> 'title' end,
    call.request ->> 'prompt', system.store_file(request.organization_id, 'source',
      format('%s.%s', coalesce('stock-' || (picture ->> 'id'), 'ai-' || call.id), replace(file ->> 'mime_type', 'image/', '')), file ->> 'mime_type',
      (file ->> 'bytes')::bigint, file ->> 'sha256', (file ->> 'width')::int, (file ->> 'height')::int),
    (file ->> 'width')::int, (file ->> 'height')::int,
    content.expand_point(original.focal_point, call.request), coalesce(original.license, jsonb_strip_nulls(jsonb_build_object('type', picture ->> 'license', 'url', picture ->> 'license_url'))),
    original.id, case when original.id is not null then array(select jsonb_array_elements_text(call.request -> 'placements')) end,
    coalesce(original.metadata || jsonb_build_object('expanded_by', call.operation), jsonb_strip_nulls(jsonb_build_object('page_url', picture ->> 'page_url', 'author', picture ->> 'author',
      'model', case when is_ai then call.operation end, 'seed', call.request -> 'seed', 'resolution', call.request -> 'resolution',
      -- Stock has pictures that AI made as well.
      'is_ai_generated', coalesce(picture -> 'is_ai_generated', case when not is_ai and request.sources -> 0 ->> 'ai_generated' = 'only' then 'true'::jsonb end),
      'fallback_for', case when not is_ai and request.fallback_reason is not null then request.sources -> 0 -> 'model' end))))
  on conflict (organization_id, provider_call_id) do nothing;
  if request.status = 'sourcing' then
    if exists (select from content.expansion_to_come(request)) then
      return true;
    end if;
    perform content.start_rendering(organization_id, request.id);
  end if;
  perform system.end_job(organization_id, job_id, 'succeeded');
  return false;
end $$;
comment on function content.receive_source(uuid, uuid, uuid, jsonb) is
  'Takes a bought or generated picture that the worker has stored ({sha256, bytes, mime_type, width, height}), queues the rendering and ends the job. True: there is a next step first, as the picture is to be expanded. The same one twice is kept once.';
grant execute on function content.receive_source(uuid, uuid, uuid, jsonb) to vp_worker;
