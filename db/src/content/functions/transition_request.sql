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
  current constant text := (content.lock_request(organization_id, id)).status;
begin
  if not moves -> current ? status then
    perform core.raise('VP202', format('The content request is %s and cannot become %s.', current, status), hints ->> current);
  end if;
  update content.content_requests r
  set status = transition_request.status, failure = left(transition_request.failure, 4000),
      finished_at = case when transition_request.status in ('ready', 'failed', 'cancelled') then now() end
  where r.organization_id = transition_request.organization_id and r.id = transition_request.id;
end $$;
comment on function content.transition_request(uuid, uuid, text, text) is
  'The one way in which a content request changes its status. Raises VP200, and VP202 for a move that is not legal.';
