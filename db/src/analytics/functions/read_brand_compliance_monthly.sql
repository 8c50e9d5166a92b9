create function analytics.read_brand_compliance_monthly()
  returns table (
    organization_id uuid, brand_profile_id uuid, month date, platform text, scored bigint, passed bigint, warned bigint,
    failed bigint, incomplete bigint, mean_score numeric, pass_rate numeric, violations jsonb, started bigint, complied bigint,
    complied_at_once bigint, median_hours_to_compliance numeric, refreshed_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select m.organization_id, m.brand_profile_id, m.month, m.platform, m.scored, m.passed, m.warned,
    m.failed, m.incomplete, m.mean_score, m.pass_rate, m.violations, m.started, m.complied,
    m.complied_at_once, m.median_hours_to_compliance, r.refreshed_at
  from analytics.brand_compliance_monthly m
  left join analytics.refreshes r on r.view_name = 'brand_compliance_monthly'
  where m.organization_id = (select identity.org_id())
$$;
comment on function analytics.read_brand_compliance_monthly() is
  'The caller''s organisation''s rows of the materialized view, which row-level security does not reach.';
grant execute on function analytics.read_brand_compliance_monthly() to vp_member;
