create function content.start_rendering(organization_id uuid, content_request_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request constant content.content_requests := content.lock_request(organization_id, content_request_id);
begin
  update content.asset_variants v
  set generated_asset_id = (
    select a.id from content.generated_assets a
    where a.organization_id = v.organization_id and a.content_request_id = v.content_request_id
      and (a.expanded_from is null or v.platform || '/' || v.placement = any (a.expanded_for))
    -- The newest, and where that was expanded for the placement, so.
    order by coalesce(a.expanded_from, a.id) desc, a.expanded_from limit 1)
  where v.organization_id = request.organization_id and v.content_request_id = request.id
    and v.status = 'pending' and v.generated_asset_id is null;
  if request.status <> 'rendering' then
    perform content.transition_request(organization_id, request.id, 'rendering');
  end if;
  perform system.create_job(organization_id, 'render_variants', request.id, '{}', request.priority, request.due_at);
end $$;
comment on function content.start_rendering(uuid, uuid) is
  'Gives the pending variants of a request its newest source picture, or what that was expanded to for them, and queues their rendering.';
