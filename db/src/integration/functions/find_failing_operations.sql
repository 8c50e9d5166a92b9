create function integration.find_failing_operations() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- Each opening lasts twice as long: the fifth, for four minutes, comes after as many in vain.
  select case when c.openings >= 5 then 'error' else 'warning' end, 'provider.failing', null::uuid, 'integration.circuits',
    concat_ws(' ', c.provider, c.operation), c.failed_at,
    format('%s %s fails: %s in a row. %s', c.provider, c.operation, core.describe_count(c.failures, 'failure'),
      case when c.state = 'open' and c.open_until > now() then format('Nothing is sent for %s.', core.describe_age(c.open_until - now()))
        else 'The next call finds out whether it works again.' end),
    'See the provider''s status page; requests wait, or fall back to stock where they say so.'
  from integration.circuits c
  where c.state <> 'closed'
  union all
  -- Shorter pauses are everyday life.
  select 'warning', 'provider.throttled', k.organization_id, 'integration.throttles', concat_ws(' ', t.provider, t.operation, t.key_id), null,
    format('%s refuses %s with 429 (%s in a row): nothing is sent for %s.', t.provider, t.operation, core.describe_count(t.refusals, 'time'),
      core.describe_age(t.blocked_until - now())),
    'A daily quota may be used up: wait, ask the provider for more, and put its limits into integration.rate_limits.'
  from integration.throttles t
  left join integration.provider_keys k on k.provider = t.provider and k.key_id = t.key_id
  where t.blocked_until > now() + interval '1 minute';
$$;
comment on function integration.find_failing_operations() is
  'Finds operations that are not called now: their circuit is open (provider.failing), or the provider refuses with 429 for more than a minute (provider.throttled).';
grant execute on function integration.find_failing_operations() to vp_dba, vp_monitor;
