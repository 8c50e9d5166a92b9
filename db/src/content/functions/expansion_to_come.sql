create function content.expansion_to_come(request content.content_requests) returns table (direction text, body jsonb)
  language sql stable security definer set search_path = '' as $$
  select e.direction, e.body || jsonb_build_object('generated_asset_id', a.id, 'placements', to_jsonb(e.placements),
    'prompt', coalesce(a.prompt, content.build_prompt(request)))
  from (
    select o.id, o.prompt, o.width, o.height
    from content.generated_assets o
    where o.organization_id = request.organization_id and o.content_request_id = request.id and o.expanded_from is null
    order by o.id desc limit 1
  ) a
  cross join lateral content.plan_expansions(request, a.width, a.height) e
  where (request.sources -> 0 ->> 'expand')::boolean and request.expansion_failure is null
    and not exists (
      select from content.generated_assets x
      join integration.provider_calls c on c.organization_id = x.organization_id and c.id = x.provider_call_id
      where x.organization_id = request.organization_id and x.content_request_id = request.id
        and c.call_key = format('request:%s:image_expand:%s', request.id, e.direction))
    -- Once a variant has its picture, it keeps that.
    and exists (
      select from content.asset_variants v
      where v.organization_id = request.organization_id and v.content_request_id = request.id and v.is_current
        and v.generated_asset_id is null and v.platform || '/' || v.placement = any (e.placements))
  order by e.direction
  limit 1;
$$;
comment on function content.expansion_to_come(content.content_requests) is
  'The next expansion of a request''s picture that is wanted and not there: tall or wide, with what is asked of the provider. None: its variants can be rendered, or it has no picture yet.';
