create function analytics.read_violation_ranking()
  returns table (
    organization_id uuid, brand_profile_id uuid, month date, dimension text, member text, check_key text, applied bigint, warned bigint,
    failed bigint, errors bigint, lost_points numeric, violation_rate numeric, rank bigint, refreshed_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select v.organization_id, v.brand_profile_id, v.month, v.dimension, v.member, v.check_key, v.applied, v.warned,
    v.failed, v.errors, v.lost_points, v.violation_rate, v.rank, r.refreshed_at
  from analytics.violation_ranking v
  left join analytics.refreshes r on r.view_name = 'violation_ranking'
  where v.organization_id = (select identity.org_id())
$$;
comment on function analytics.read_violation_ranking() is
  'The caller''s organisation''s rows of the materialized view, which row-level security does not reach.';
grant execute on function analytics.read_violation_ranking() to vp_member;
