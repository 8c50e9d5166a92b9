create function content.plan_rerender(organization_id uuid, target jsonb, content_request_ids uuid[] default null)
  returns table (content_request_id uuid, asset_variant_id uuid, platform text, placement text, status text, effect text)
  language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := organization_id;
  template brand.content_templates;
begin
  select t.* into template
  from brand.content_templates t
  where t.organization_id = (target ->> 'template_organization_id')::uuid and t.id = (target ->> 'content_template_id')::uuid;

  return query
  with formers as materialized (
    select t.organization_id, t.id, t.layout
    from brand.content_templates t
    where t.organization_id = template.organization_id and t.slug = template.slug and t.version < template.version
  ),
  requests as materialized (
    select r.id, r.brand_profile_id, r.status, f.id as former_id, false as has_moved,
      template.organization_id as template_organization_id, template.id as content_template_id
    from formers f
    join content.content_requests r on r.template_organization_id = f.organization_id and r.content_template_id = f.id and r.organization_id = tenant
    where (template.brand_profile_id is null or r.brand_profile_id = template.brand_profile_id)
      and (content_request_ids is null or r.id = any(content_request_ids))
    union all
    -- What was published stayed behind where an earlier re-render moved its request.
    select r.id, r.brand_profile_id, r.status, null, true, r.template_organization_id, r.content_template_id
    from content.content_requests r
    where r.template_organization_id = template.organization_id and r.content_template_id = template.id and r.organization_id = tenant
      and (target ->> 'include_published')::boolean
      and (content_request_ids is null or r.id = any(content_request_ids))
    union all
    select r.id, r.brand_profile_id, r.status, null, false, r.template_organization_id, r.content_template_id
    from content.content_requests r
    where r.organization_id = tenant and r.brand_profile_id = (target ->> 'brand_profile_id')::uuid
      and (content_request_ids is null or r.id = any(content_request_ids))
  ),
  -- Where a new version lays out as the former one does, whatever the copy, nothing is touched.
  alike as materialized (
    select f.id as former_id, p.platform, p.placement
    from formers f
    cross join content.platform_placements p
    cross join lateral (select array[brand.shape_class(p.width, p.height), p.platform || '/' || p.placement] as overrides) o
    where brand.override_layout(f.layout, o.overrides, '{}') = brand.override_layout(template.layout, o.overrides, '{}')
  ),
  variants as materialized (
    select v.id, v.content_request_id, v.platform, v.placement, v.status, v.copy, v.layer_overrides, v.render_key, r.has_moved,
      r.brand_profile_id, r.template_organization_id, r.content_template_id, a.former_id is not null as is_alike,
      -- What failed for want of a source picture has nothing to be rendered from until its request is retried.
      v.status in ('pending', 'cancelled') or v.status = 'failed' and v.generated_asset_id is null as is_to_come,
      r.status in ('ready', 'rendering', 'failed') and g.id is not null and case v.status
        when 'published' then coalesce((target ->> 'include_published')::boolean, false)
        else v.status in ('scored', 'in_review', 'changes_requested', 'approved', 'rejected', 'failed') end as may_change
    from requests r
    join content.asset_variants v on v.organization_id = tenant and v.content_request_id = r.id and v.is_current
      and (not r.has_moved or v.status = 'published')
    left join brand.brand_guidelines g on g.organization_id = tenant and g.brand_profile_id = r.brand_profile_id and g.status = 'active'
    left join alike a on a.former_id = r.former_id and a.platform = v.platform and a.placement = v.placement
  ),
  inputs as materialized (
    select i.asset_variant_id, i.render_key,
      coalesce(i.picture #> '{layout,layers}' @> jsonb_build_array(jsonb_build_object('type', target -> 'replaced_layer')), false) as is_replaced
    from content.render_inputs(tenant, array(select v.id from variants v where not v.is_alike and not v.is_to_come),
      template.organization_id, template.id) i
  ),
  outcomes as materialized (
    select v.*, v.is_to_come or not v.is_alike and (i.is_replaced or i.render_key is distinct from v.render_key) as is_touched
    from variants v
    left join inputs i on i.asset_variant_id = v.id
  ),
  -- A request whose words, say, are too long for the layout would lose a picture and get none.
  designs as materialized (
    select d.content_request_id, d.brand_profile_id, t.organization_id as template_organization_id, t.id as content_template_id,
      content.abridge_copy(t.layout, d.copy) as copy, d.layer_overrides, d.placements
    from (
      select o.content_request_id, o.brand_profile_id, o.template_organization_id, o.content_template_id, o.copy, o.layer_overrides,
        array_agg(o.platform || '/' || o.placement order by o.platform, o.placement) as placements
      from outcomes o
      where o.is_touched and not o.is_alike and (o.is_to_come or o.may_change)
      group by 1, 2, 3, 4, 5, 6
    ) d
    join brand.content_templates t on t.organization_id = d.template_organization_id and t.id = d.content_template_id
  ),
  faulty as materialized (
    select d.*
    from (
      select distinct k.brand_profile_id, k.template_organization_id, k.content_template_id, k.copy, k.layer_overrides, k.placements from designs k
    ) d
    join brand.content_templates t on t.organization_id = d.template_organization_id and t.id = d.content_template_id
    where exists (
      select from content.design_errors(t.layout, d.placements, d.copy, d.layer_overrides, content.logo_key(tenant, d.brand_profile_id) is not null, ''))
  ),
  unfit as materialized (
    select distinct d.content_request_id
    from designs d
    join faulty f on f.brand_profile_id = d.brand_profile_id and f.template_organization_id = d.template_organization_id
      and f.content_template_id = d.content_template_id and f.copy = d.copy and f.layer_overrides = d.layer_overrides and f.placements = d.placements
  )
  select o.content_request_id, o.id, o.platform, o.placement, o.status,
    case
      when not o.is_touched then 'unchanged'
      when u.content_request_id is not null then 'unfit'
      when o.is_to_come then 'to_come'
      when o.may_change then 'revise'
      else 'keep'
    end
  from outcomes o
  left join unfit u on u.content_request_id = o.content_request_id
  where o.is_touched or not o.has_moved;
end $$;
comment on function content.plan_rerender(uuid, jsonb, uuid[]) is
  'What becomes of each current variant when a template version is taken over by the requests made with earlier ones (and, with include_published, by what was published of those that have it), or a brand''s logo, fonts and colours of today by all of its requests. target: {template_organization_id, content_template_id} or {brand_profile_id}, include_published; replaced_layer: as if what layers of this type show were another. effect: unchanged, revise (rendered anew), to_come (not made yet: rendered so anyway), keep (published, its request was stopped, or its brand has no active guideline), unfit (its words do not go with the layout, so that its request stays as it is).';
