create function content.stock_search(request content.content_requests, widen boolean) returns jsonb
  language sql stable
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'term', btrim(request.search_term),
      'content_type', 'photo',
      -- The mean of the logarithms: the shape that loses least when it is cropped to all of them.
      'orientation', case
        when widen then null
        when avg(ln(p.width::numeric / p.height)) > 0.15 then 'landscape'
        when avg(ln(p.width::numeric / p.height)) < -0.15 then 'portrait'
        else 'square'
      end,
      'limit', 20))
      || (select coalesce(jsonb_object_agg(chosen.key, chosen.value), '{}')
          from jsonb_each(request.sources -> 0) chosen
          join integration.provider_operations o
            on o.provider = 'freepik' and o.operation = 'stock_search' and o.parameters ? chosen.key)
    from content.platform_placements p
    where p.platform || '/' || p.placement = any(request.placements)
  );
comment on function content.stock_search(content.content_requests, boolean) is
  'What to ask the stock source: photographs for the term with the source''s filters, in the orientation that it names or that suits the placements best; widened, in any it does not name.';
grant execute on function content.stock_search(content.content_requests, boolean) to vp_definer;
