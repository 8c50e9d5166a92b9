create function content.set_focal_point(generated_asset_id uuid, x double precision, y double precision) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  point constant jsonb := case when num_nonnulls(x, y) > 0 then jsonb_build_object('x', x, 'y', y) end;
  asset content.generated_assets;
  request content.content_requests;
  moved uuid[];
begin
  select a.* into asset
  from content.generated_assets a
  where a.organization_id = tenant and a.id = set_focal_point.generated_asset_id;
  if asset.id is null then
    perform core.raise('VP200', 'There is no such source picture.', 'GET /generated_assets lists those there are.');
  end if;
  if point is not null and not content.is_point(point) then
    perform core.raise('VP201', 'A focal point has x and y from 0 to 1.', 'Send both, as parts of the picture from its upper left corner, or neither to have it found.');
  end if;
  request := content.lock_request(tenant, asset.content_request_id);
  with pointed as (
    update content.generated_assets a set focal_point = w.point
    from (
      select asset.id, point
      union all
      select e.id, content.expand_point(point, c.request)
      from content.generated_assets e
      join integration.provider_calls c on c.organization_id = e.organization_id and c.id = e.provider_call_id
      where e.organization_id = tenant and e.expanded_from = asset.id
    ) w (id, point)
    where a.organization_id = tenant and a.id = w.id and a.focal_point is distinct from w.point
    returning a.id
  )
  select array_agg(p.id) into moved from pointed p;
  if moved is null then
    return;
  end if;
  -- What is not rendered yet takes the new point anyway; what was published stays as it is out there.
  if request.status in ('ready', 'rendering', 'failed') then
    perform content.revise_variants(tenant, array(
      select v.id from content.asset_variants v
      where v.organization_id = tenant and v.generated_asset_id = any (moved) and v.is_current
        and v.status in ('scored', 'in_review', 'changes_requested', 'approved', 'rejected', 'failed')));
  end if;
end $$;
comment on function content.set_focal_point(uuid, double precision, double precision) is
  'Sets the point of a source picture that crops keep in sight, of it and of what it was expanded to, or clears it (editor). Their variants that are not published get new revisions, which are rendered. Raises VP103, VP200, VP201, VP207.';
grant execute on function content.set_focal_point(uuid, double precision, double precision) to vp_member;
