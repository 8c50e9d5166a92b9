create function analytics.read_check_agreement()
  returns table (
    organization_id uuid, brand_profile_id uuid, check_key text, decisions bigint, failed bigint, declined bigint, confirmed bigint,
    overruled bigint, refreshed_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select c.organization_id, c.brand_profile_id, c.check_key, c.decisions, c.failed, c.declined, c.confirmed, c.overruled, r.refreshed_at
  from analytics.check_agreement c
  left join analytics.refreshes r on r.view_name = 'check_agreement'
  where c.organization_id = (select identity.org_id())
$$;
comment on function analytics.read_check_agreement() is
  'The caller''s organisation''s rows of the materialized view, which row-level security does not reach.';
grant execute on function analytics.read_check_agreement() to vp_member;
