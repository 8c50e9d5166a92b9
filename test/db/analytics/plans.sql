begin;
set local search_path = extensions;

select plan(9);

-- Twenty tenants with a hundred requests each: the rows alone, without the pipeline.
set local session_replication_role = replica;
create function pg_temp.key(kind int, n int) returns uuid language sql immutable as $$
  select ('0000000' || kind || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
$$;
insert into identity.organizations (id, name, slug) select pg_temp.key(1, n), 'Plan', 'plan-' || n from generate_series(1, 20) n;
insert into identity.users (id, email, full_name) values (pg_temp.key(2, 1), 'plan@example.com', 'Plan');
insert into identity.user_organizations (organization_id, user_id, role) values (pg_temp.key(1, 7), pg_temp.key(2, 1), 'owner');
insert into content.content_requests
  (organization_id, id, brand_profile_id, template_organization_id, content_template_id, title, search_term, placements, status, request_hash)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(3, n), pg_temp.key(4, n % 20), pg_temp.key(1, 1 + n % 20), pg_temp.key(5, 1), 'T', 't', '{x/y}', 'ready', 'h'
from generate_series(1, 2000) n;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(6, n), pg_temp.key(3, n), 'x', 'y', 'published' from generate_series(1, 2000) n;
insert into content.compliance_results (organization_id, id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, xid)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(7, n), pg_temp.key(6, n), pg_temp.key(6, n), pg_temp.key(4, 1), 80, 'pass', (1000 + n)::text::xid8
from generate_series(1, 2000) n;
insert into content.compliance_checks (organization_id, compliance_result_id, check_key, outcome, weight, points, is_gate, message)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(7, n), 'palette', 'warn', 1, 50, false, 'm' from generate_series(1, 2000) n;
insert into approval.content_approvals (organization_id, asset_variant_id, approval_workflow_id, approval_step_id, position, approver_role, status, opened_at, decided_by, decided_at)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(6, n), pg_temp.key(4, 1), pg_temp.key(4, 1), 1, 'reviewer',
  case when n % 50 = 6 then 'open' else 'approved' end, now(), case when n % 50 <> 6 then pg_temp.key(2, 1) end, case when n % 50 <> 6 then now() end
from generate_series(1, 2000) n;
insert into content.publications (organization_id, id, asset_variant_id, platform, external_id, published_at)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(8, n), pg_temp.key(6, n), 'x', n::text, now() from generate_series(1, 2000) n;
insert into analytics.content_analytics (organization_id, occurred_at, publication_id, platform, metric, native_metric, kind, value, fact_key)
select pg_temp.key(1, 1 + n % 20), now() - make_interval(mins => day), pg_temp.key(8, n), 'x', 'impressions', 'impression_count', 'cumulative', 1, gen_random_uuid()
from generate_series(1, 2000) n, generate_series(1, 5) day;
insert into integration.api_usage (organization_id, provider_call_id, subject_id, provider, operation, outcome, price_id, cost, currency)
select pg_temp.key(1, 1 + n % 20), pg_temp.key(9, n), pg_temp.key(3, n), 'p', 'o', 'succeeded', pg_temp.key(9, 1), 1, 'EUR' from generate_series(1, 2000) n;
insert into analytics.user_activity_logs (organization_id, actor, user_id, action, table_name, record_id)
select pg_temp.key(1, 1 + n % 20), 'user', pg_temp.key(2, n % 40), 'update', 'content.asset_variants', pg_temp.key(6, n)::text from generate_series(1, 4000) n;
analyze content.content_requests, content.asset_variants, content.compliance_results, content.compliance_checks, approval.content_approvals,
  content.publications, analytics.content_analytics, integration.api_usage, analytics.user_activity_logs;

create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  line text;
  whole text := '';
begin
  for line in execute 'explain (costs off) ' || query loop
    whole := whole || line || E'\n';
  end loop;
  return whole;
end $$;
do $$
begin
  perform set_config('request.jwt.claims',
    json_build_object('sub', pg_temp.key(2, 1), 'org', pg_temp.key(1, 7), 'role', 'vp_member')::text, true);
end $$;
set local role vp_member;

create temporary table overview as
select pg_temp.plan_of($$ select * from api.variant_overview where content_request_id = '00000003-0000-7000-8000-000000000006' $$) as plan;
select matches((select plan from overview), 'asset_variants_organization_id_content_request_id_platform__key', 'variants side by side: those of the request');
select matches((select plan from overview), 'content_analytics_\d{4}_\d\d_organization_id_publication_id', 'the figures of their publications, not of the tenant');
select matches((select plan from overview), 'api_usage_\d{4}_\d\d_organization_id_subject_id', 'the usage of the request');
select matches((select plan from overview), 'Index Scan using content_approvals_(slot_key|organization_id_asset_variant_id_id_key)', 'the approvals of each variant');
select doesnt_match((select plan from overview),
  'Seq Scan on (asset_variants|compliance_results|compliance_checks|content_approvals|publications|content_requests)', 'and no table is read whole');
select matches(pg_temp.plan_of($$ select * from api.content_approvals where status = 'open' and approver_role = 'reviewer' order by opened_at $$),
  'content_approvals_open_idx', 'what is to be decided');
select matches(pg_temp.plan_of($$ select * from api.user_activity_logs where table_name = 'content.asset_variants' and record_id = '00000006-0000-7000-8000-000000000006' $$),
  'user_activity_logs_\d{4}_\d\d_organization_id_table_name_recor', 'the history of a row');
select matches(pg_temp.plan_of($$ select * from api.user_activity_logs where user_id = '00000002-0000-7000-8000-000000000006' order by occurred_at desc limit 20 $$),
  'user_activity_logs_\d{4}_\d\d_organization_id_user_id', 'what a person did');
reset role;
select matches(pg_temp.plan_of($$ select from content.compliance_results r where r.xid >= '2900' and r.xid < '2910' $$),
  'compliance_results_xid_idx', 'a roll-up reads what is new');

select * from finish();
rollback;
