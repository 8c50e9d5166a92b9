create function content.plan_calls(request content.content_requests)
  returns table (operation text, request_body jsonb, is_fallback boolean, is_optional boolean, price integration.provider_prices)
  language plpgsql stable security definer set search_path = '' as $$
declare
  source constant jsonb := request.sources -> 0;
  today constant date := (now() at time zone 'utc')::date;
begin
  if source ->> 'type' = 'ai' and not source ? 'fallback' then
    perform integration.check_plan(request.organization_id, 'freepik', source ->> 'model',
      integration.key_of(request.organization_id, 'freepik'), today);
  end if;
  return query
    select step.operation, step.body, step.is_fallback, step.operation = 'image_expand',
      integration.price_of('freepik', step.operation, step.body, today)
    from (
      select 1 as position, 'improve_prompt', '{}'::jsonb, false
      where source ->> 'type' = 'ai' and (source ->> 'improve_prompt')::boolean
      union all
      select 2, o.operation, content.describe_picture(request, o, content.build_prompt(request)), false
      from integration.provider_operations o
      where source ->> 'type' = 'ai' and o.provider = 'freepik' and o.operation = source ->> 'model'
      union all
      select 3, case when source ? 'resource_id' then 'stock_details' else 'stock_search' end, '{}', source ->> 'type' = 'ai'
      where source ->> 'type' = 'stock' or source ->> 'fallback' = 'stock'
      union all
      select 4, 'stock_download', '{}', source ->> 'type' = 'ai'
      where source ->> 'type' = 'stock' or source ->> 'fallback' = 'stock'
      union all
      select 5, 'image_expand', e.body, false
      from content.plan_expansions(request, (content.expected_shape(request) * 3000)::int, 3000) e
      where (source ->> 'expand')::boolean
    ) step (position, operation, body, is_fallback)
    order by step.position;
end $$;
comment on function content.plan_calls(content.content_requests) is
  'The calls that a request makes, with today''s prices: those of its source, those of its fallback, and then, as far as they can be told before the picture is there, those that expand it, without which it does as well (is_optional). Raises VP201 (prompt), VP202 (not in the plan), VP401 (no price).';
