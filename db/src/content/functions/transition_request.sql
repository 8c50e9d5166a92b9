create function content.transition_request(organization_id uuid, id uuid, status text, failure text default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  moves constant jsonb := '{
    "queued": ["sourcing", "failed", "needs_attention", "cancelled"],
    "sourcing": ["rendering", "failed", "needs_attention", "cancelled"],
    "rendering": ["ready", "failed", "needs_attention", "cancelled"],
    "ready": ["rendering"],
    "failed": ["queued", "rendering"],
    "needs_attention": ["queued", "rendering", "failed", "cancelled"],
    "cancelled": ["queued", "rendering"]}';
  hints constant jsonb := '{
    "queued": "It is on its way; cancel_content_request stops it.",
    "sourcing": "It is on its way; cancel_content_request stops it.",
    "rendering": "It is on its way; cancel_content_request stops it.",
    "ready": "It is done; revise_asset_variant changes a picture.",
    "failed": "Call retry_content_request to go on where it stopped.",
    "needs_attention": "Call retry_content_request, or resolve_call where failure names a call.",
    "cancelled": "Call retry_content_request to go on where it stopped."}';
  request constant content.content_requests := content.lock_request(organization_id, id);
  current constant text := request.status;
  brand_name text;
begin
  if not moves -> current ? status then
    perform core.raise('VP202', format('The content request is %s and cannot become %s.', current, status), hints ->> current);
  end if;
  if current in ('ready', 'failed', 'cancelled') and status in ('queued', 'rendering') then
    -- retire_guideline waits for this, and then sees that the request is in work; or it came first.
    select b.name into brand_name
    from brand.brand_profiles b
    where b.organization_id = request.organization_id and b.id = request.brand_profile_id
    for key share;
    if not exists (
      select from brand.brand_guidelines g
      where g.organization_id = request.organization_id and g.brand_profile_id = request.brand_profile_id and g.status = 'active'
    ) then
      perform core.raise('VP207', format('The brand %s has no active guideline.', brand_name),
        'Insert one into brand_guidelines and call activate_guideline.');
    end if;
  end if;
  update content.content_requests r
  set status = transition_request.status, failure = left(transition_request.failure, 4000),
      finished_at = case when transition_request.status in ('ready', 'failed', 'cancelled') then now() end
  where r.organization_id = transition_request.organization_id and r.id = transition_request.id;
end $$;
comment on function content.transition_request(uuid, uuid, text, text) is
  'The one way in which a content request changes its status. Raises VP200, VP202 for a move that is not legal, and VP207 where what is to be made could not be judged.';
