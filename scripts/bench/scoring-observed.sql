-- Results with observations for all variants, those of the first thousand over and over: a what-if reads no more of them.
set session_replication_role = replica;
with judged as materialized (
  select row_number() over (order by j.measurement_id) - 1 as n, count(*) over () as total, j.score, j.verdict, j.observations, j.earned, j.weight, j.cap
  from (
    select j.measurement_id, j.score, j.verdict, j.observations, j.earned, j.weight, j.cap
    from content.judge_measurements('00000002-0000-7000-8000-000000000001', array(select id from content.measurements order by id limit 1000), '00000004-0000-7000-8000-000000000001') j
  ) j
), numbered as (
  select m.*, row_number() over (order by m.id) - 1 as n from content.measurements m
)
insert into content.compliance_results (organization_id, asset_variant_id, measurement_id, brand_guideline_id, score, verdict, observations, earned, weight, cap, scorer_version)
select m.organization_id, m.asset_variant_id, m.id, '00000004-0000-7000-8000-000000000001', j.score, j.verdict, j.observations, j.earned, j.weight, j.cap, content.scorer_version()
from numbered m
join judged j on j.n = m.n % j.total;
set session_replication_role = origin;
analyze content.compliance_results, content.measurements, content.asset_variants;
