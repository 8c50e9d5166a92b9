create function system.find_failed_jobs() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select 'warning', 'jobs.failed', null::uuid, 'system.background_jobs', (array_agg(j.id::text order by j.finished_at desc))[1], min(j.finished_at),
    format('%s of %s failed in the last day, the last with: %s', core.describe_count(count(*), j.kind || ' job'),
      core.describe_count(count(distinct j.organization_id), 'organisation'),
      (array_agg(left(j.last_error, 200) order by j.finished_at desc))[1]),
    'GET /background_jobs?state=eq.failed shows an organisation its own; retry_content_request goes on with a request.'
  from system.background_jobs j
  where j.state = 'failed' and j.finished_at > now() - interval '1 day'
  group by j.kind;
$$;
comment on function system.find_failed_jobs() is 'Counts the background jobs that failed in the last day, by kind.';
grant execute on function system.find_failed_jobs() to vp_dba, vp_monitor;
