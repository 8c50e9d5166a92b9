create function integration.find_unresolved_calls() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  with unresolved as (
    select c.organization_id, c.currency, count(*) as calls, sum(coalesce(c.booked_amount, c.reserved_amount)) as booked, min(c.ended_at) as since,
      (array_agg(c.id::text order by c.ended_at, c.id))[1] as oldest, (array_agg(left(c.error, 200) order by c.ended_at, c.id))[1] as error
    from integration.provider_calls c
    where c.state = 'needs_attention'
    group by c.organization_id, c.currency
  )
  -- A content request stands still as long: after a day nobody can have meant it.
  select case when u.since < now() - interval '1 day' then 'error' else 'warning' end, 'calls.unresolved', u.organization_id,
    'integration.provider_calls', u.oldest, u.since,
    format('%s for a decision, booked with %s %s. The oldest: %s', case u.calls when 1 then 'A paid call waits' else u.calls || ' paid calls wait' end,
      trim_scale(u.booked), u.currency, u.error),
    format('One of the organisation''s %s calls resolve_call with id %s and the decision retry, which costs again, or write_off.',
      core.describe_count(admins.number, 'admin'), u.oldest)
  from unresolved u
  cross join lateral (
    select count(*) as number
    from identity.user_organizations m
    where m.organization_id = u.organization_id and m.status = 'active' and identity.role_rank(m.role) >= identity.role_rank('admin')
  ) admins;
$$;
comment on function integration.find_unresolved_calls() is
  'Finds paid calls that wait for resolve_call(), by organisation and currency: since when, what is booked for them, and how many may decide.';
grant execute on function integration.find_unresolved_calls() to vp_dba, vp_monitor;
