create function content.next_expand_step(request content.content_requests, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  wanted record;
  call integration.provider_calls;
  step jsonb;
begin
  select e.* into wanted from content.expansion_to_come(request) e;
  if wanted.direction is null then
    perform content.start_rendering(request.organization_id, request.id);
    return content.stop_job(request.organization_id, job_id, 'succeeded', 'The picture is there.');
  end if;
  call := content.claim_source_call(request, job_id, 'image_expand', wanted.body, wanted.direction);
  step := content.picture_step(request, job_id, 'image_expand', call);
  if step ->> 'action' <> 'call' then
    return step;
  end if;
  return step || (
    select jsonb_build_object('source', f.storage_key)
    from content.generated_assets a
    join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
    where a.organization_id = request.organization_id and a.id = (call.request ->> 'generated_asset_id')::uuid);
end $$;
comment on function content.next_expand_step(content.content_requests, uuid) is
  'The next step of a request whose picture is there: have it painted on beyond its edges for the placements that need it, with the storage key of what is sent (source), then fetch that; when all is there, rendering begins and the job ends.';
