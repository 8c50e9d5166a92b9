create function content.estimate_request(brand_profile_id uuid, content_template_id uuid, placements text[], sources jsonb)
  returns table (provider text, operation text, calls int, price numeric, cost numeric, currency text, price_source text)
  language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('viewer');
  today constant date := (now() at time zone 'utc')::date;
begin
  perform content.validate_request(tenant, brand_profile_id, content_template_id, placements, sources);
  return query
    select p.provider, p.operation, 1, p.amount, p.amount, p.currency, p.source
    from unnest(array['stock_search', 'stock_download']) with ordinality step (operation, position)
    cross join lateral integration.price_of('freepik', step.operation, '', today) p
    order by step.position;
end $$;
comment on function content.estimate_request(uuid, uuid, text[], jsonb) is
  'What a request would cost, call by call, at today''s prices; it is checked like a real one. Raises VP103, VP201, VP204, VP205, VP207, VP401.';
grant execute on function content.estimate_request(uuid, uuid, text[], jsonb) to vp_member;
