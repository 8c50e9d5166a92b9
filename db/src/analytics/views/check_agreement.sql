create materialized view analytics.check_agreement as
with decided as (
  select a.organization_id, q.brand_profile_id, a.compliance_result_id, a.status = 'approved' as is_approved, c.verdict
  from approval.content_approvals a
  join content.compliance_results c on c.organization_id = a.organization_id and c.id = a.compliance_result_id
  join content.asset_variants v on v.organization_id = a.organization_id and v.id = a.asset_variant_id
  join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
  where a.status in ('approved', 'rejected', 'changes_requested')
), judged as (
  select d.organization_id, d.brand_profile_id, k.check_key, d.is_approved, k.outcome = 'fail' as is_failed
  from decided d
  join content.compliance_checks k on k.organization_id = d.organization_id and k.compliance_result_id = d.compliance_result_id
  where k.outcome in ('pass', 'warn', 'fail')
  union all
  select d.organization_id, d.brand_profile_id, 'verdict', d.is_approved, d.verdict = 'fail' from decided d where d.verdict <> 'incomplete'
)
select j.organization_id, j.brand_profile_id, j.check_key, count(*) as decisions,
  count(*) filter (where j.is_failed) as failed, count(*) filter (where not j.is_approved) as declined,
  count(*) filter (where j.is_failed and not j.is_approved) as confirmed,
  count(*) filter (where j.is_failed and j.is_approved) as overruled
from judged j
group by j.organization_id, j.brand_profile_id, j.check_key;
create unique index check_agreement_key on analytics.check_agreement (organization_id, brand_profile_id, check_key);
comment on materialized view analytics.check_agreement is
  'How far people''s decisions agree with each check of a brand, and with the verdict as a whole. A decision counts by the score that the variant had then.';
grant select on analytics.check_agreement to vp_definer;
