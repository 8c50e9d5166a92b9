create function integration.find_unapplied_events() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  -- Before that, the answer that names the task may still be under way.
  select 'warning', 'webhooks.not_applied', null::uuid, 'integration.provider_events', (array_agg(e.id::text order by e.received_at, e.id))[1],
    min(e.received_at), format('%s of %s in the last day were about tasks that no call knows.', core.describe_count(count(*), 'webhook'), e.provider),
    'Is the API key or the webhook''s address used elsewhere too? Give this system a key of its own.'
  from integration.provider_events e
  where e.state = 'received' and e.received_at between now() - interval '1 day' and now() - interval '15 minutes'
  group by e.provider;
$$;
comment on function integration.find_unapplied_events() is 'Counts the webhooks of the last day that no call could take, by provider.';
grant execute on function integration.find_unapplied_events() to vp_dba, vp_monitor;
