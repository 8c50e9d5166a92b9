create function integration.spend_left(organization_id uuid, out monthly_cap numeric, out spent numeric, out reserved numeric,
  out monthly_left numeric, out request_cap numeric)
  language sql stable security definer set search_path = '' as $$
  select c.monthly_cap, coalesce(m.spent, 0), coalesce(m.reserved, 0),
    greatest(0, c.monthly_cap - coalesce(m.spent, 0) - coalesce(m.reserved, 0)), c.request_cap
  from (select (nullif(system.setting('spend.monthly_cap', organization_id), 'null'))::numeric,
      (nullif(system.setting('spend.per_request_cap', organization_id), 'null'))::numeric) c (monthly_cap, request_cap)
  left join integration.spend_months m
    on m.organization_id = spend_left.organization_id and m.month = date_trunc('month', now() at time zone 'utc')::date and m.currency = 'EUR';
$$;
comment on function integration.spend_left(uuid) is
  'The organisation''s caps (EUR; null: none), and what this UTC month has spent, has reserved for calls under way, and has left.';
grant execute on function integration.spend_left(uuid) to vp_definer;
