create function content.estimate_request(
  brand_profile_id uuid, content_template_id uuid, placements text[], sources jsonb, search_term text, prompt text, caption text, alt_text text,
  copy jsonb, layer_overrides jsonb
) returns table (calls jsonb, price numeric, currency text, monthly_cap numeric, monthly_spent numeric, monthly_reserved numeric,
    monthly_left numeric, request_cap numeric, request_left numeric, broken_limits jsonb, full_prompt text)
  language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('viewer');
  request content.content_requests;
  money record;
  currencies text[];
  -- Of the source, of its fallback, and of what expands the picture.
  costs numeric[];
begin
  request.template_organization_id := content.validate_request(tenant, brand_profile_id, content_template_id, placements, sources);
  perform content.validate_design(tenant, brand_profile_id, request.template_organization_id, content_template_id, placements, copy, layer_overrides);
  request.organization_id := tenant;
  request.id := core.uuid_v7();
  request.brand_profile_id := estimate_request.brand_profile_id;
  request.content_template_id := estimate_request.content_template_id;
  request.layer_overrides := estimate_request.layer_overrides;
  request.placements := estimate_request.placements;
  request.sources := estimate_request.sources;
  request.search_term := coalesce(estimate_request.search_term, '');
  request.prompt := estimate_request.prompt;
  select s.* into money from integration.spend_left(tenant) s;

  select jsonb_agg(jsonb_build_object('provider', (p.price).provider, 'operation', p.operation, 'price', (p.price).amount,
      'currency', (p.price).currency, 'price_source', (p.price).source, 'is_fallback', p.is_fallback,
      'is_optional', p.is_optional)),
    array_agg(distinct (p.price).currency) filter (where not p.is_fallback and not p.is_optional and (p.price).amount > 0),
    array[sum((p.price).amount) filter (where not p.is_fallback and not p.is_optional), sum((p.price).amount) filter (where p.is_fallback),
      sum((p.price).amount) filter (where p.is_optional)]
  into calls, currencies, costs
  from content.plan_calls(request) p;
  -- Amounts of several currencies make no sum.
  if coalesce(cardinality(currencies), 0) <= 1 and (costs[3] is null or coalesce(currencies, '{EUR}') = '{EUR}') then
    price := costs[1] + coalesce(costs[3], 0);
    currency := coalesce(currencies[1], calls -> 0 ->> 'currency');
  end if;
  monthly_cap := money.monthly_cap;
  monthly_spent := money.spent;
  monthly_reserved := money.reserved;
  monthly_left := money.monthly_left;
  request_cap := money.request_cap;
  request_left := money.request_cap;
  broken_limits := content.broken_limits(placements, caption, alt_text);
  full_prompt := case when sources -> 0 ->> 'type' = 'ai' then content.build_prompt(request) end;

  -- The fallback's calls are in euros, and so are those that expand a picture, which are not made where a cap leaves no room.
  if (currencies <> '{EUR}' and num_nonnulls(monthly_cap, request_cap) > 0 or costs[1] > request_cap or money.spent + costs[1] > monthly_cap)
    and (costs[2] is null or costs[2] > request_cap or money.spent + costs[2] > monthly_cap)
  then
    perform core.raise('VP400', case
        when currencies <> '{EUR}' then format('The spend caps are in EUR, and this request is billed in %s.', array_to_string(currencies, ', '))
        when costs[1] > request_cap then format('The request costs %s EUR, and its spend cap is %s EUR.', trim_scale(costs[1]), trim_scale(request_cap))
        else format('The request costs %s EUR, and of the spend cap of %s EUR for this month %s EUR are left: %s EUR spent, %s EUR reserved.',
          trim_scale(costs[1]), trim_scale(monthly_cap), trim_scale(monthly_left), trim_scale(money.spent), trim_scale(money.reserved))
      end,
      format('An admin raises the setting %s.', case when costs[1] > request_cap then 'spend.per_request_cap' else 'spend.monthly_cap' end),
      jsonb_build_object('calls', calls, 'price', price, 'currency', currency, 'monthly_cap', monthly_cap, 'monthly_spent', monthly_spent,
        'monthly_reserved', monthly_reserved, 'monthly_left', monthly_left, 'request_cap', request_cap, 'broken_limits', broken_limits)::text);
  end if;
  return next;
end $$;
comment on function content.estimate_request(uuid, uuid, text[], jsonb, text, text, text, text, jsonb, jsonb) is
  'What a request would cost, what the caps leave, which limits of the platforms it would break, and the whole prompt; it is checked like a real one. Raises VP103, VP201, VP202, VP204, VP205, VP207, VP400 (with the figures), VP401.';
grant execute on function content.estimate_request(uuid, uuid, text[], jsonb, text, text, text, text, jsonb, jsonb) to vp_member;
