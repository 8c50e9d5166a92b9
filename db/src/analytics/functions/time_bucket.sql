create function analytics.time_bucket(taken interval) returns int
  language sql immutable parallel safe
  return case when taken is null then -1 when taken <= interval '0' then 0
    else greatest(ceil(ln(extract(epoch from taken)) / ln(1.02))::int, 1) end;
comment on function analytics.time_bucket(interval) is
  'The bucket of compliance_times_monthly for a time. Each is two percent wide, so that the middle of one is within one percent of all in it.';
grant execute on function analytics.time_bucket(interval) to vp_definer, vp_dba;
