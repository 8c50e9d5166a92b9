create function content.find_stuck_requests() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  with stuck as (
    select r.organization_id, r.id, 'requests.abandoned' as check_key, r.updated_at, r.status as reason
    from content.content_requests r
    where r.status in ('queued', 'sourcing', 'rendering') and r.updated_at < now() - interval '5 minutes'
      and not exists (
        select from system.background_jobs j
        where j.organization_id = r.organization_id and j.subject_id = r.id and j.state in ('queued', 'dispatched', 'running', 'waiting'))
    union all
    -- Where a call waits for a decision, that is what is to be done.
    select r.organization_id, r.id, 'requests.need_attention', r.updated_at, r.failure
    from content.content_requests r
    where r.status = 'needs_attention'
      and not exists (
        select from integration.provider_calls c
        where c.organization_id = r.organization_id and c.subject_id = r.id and c.state = 'needs_attention')
  )
  select case s.check_key when 'requests.abandoned' then 'error' else 'warning' end, s.check_key, s.organization_id,
    'content.content_requests', (array_agg(s.id::text order by s.updated_at, s.id))[1], min(s.updated_at),
    case s.check_key
      when 'requests.abandoned' then format('%s under way without a job that goes on with it. The oldest is %s.',
        core.describe_count(count(*), 'content request'), (array_agg(s.reason order by s.updated_at, s.id))[1])
      else format('%s in need of a person. The oldest: %s', core.describe_count(count(*), 'content request'),
        (array_agg(left(s.reason, 300) order by s.updated_at, s.id))[1]) end,
    case s.check_key
      when 'requests.abandoned' then 'This must not happen: report it. cancel_content_request, then retry_content_request, goes on with it and pays nothing twice.'
      else 'Put right what it says; then an editor of the organisation calls retry_content_request, or cancel_content_request.' end
  from stuck s
  group by s.organization_id, s.check_key;
$$;
comment on function content.find_stuck_requests() is
  'Finds content requests that nothing goes on with: under way without a job (requests.abandoned), or stopped for a reason that a person must mend (requests.need_attention).';
grant execute on function content.find_stuck_requests() to vp_dba, vp_monitor;
