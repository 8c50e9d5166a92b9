create function integration.find_overdue_calls() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  with patience as (
    select system.setting('integration.lost_call_grace_s', null)::int * interval '1 second' as lost,
      system.setting('integration.task_patience_s', null)::int * interval '1 second' as task
  ), overdue as (
    -- recover_calls() ends a call that was sent ten minutes ago and whose job is gone.
    select c.organization_id, c.id, c.state, c.currency, c.reserved_amount, c.sent_at as since, false as is_late
    from integration.provider_calls c
    where c.state = 'sent' and c.sent_at < now() - interval '15 minutes'
    union all
    select c.organization_id, c.id, c.state, c.currency, case when c.ended_at is null then c.reserved_amount else 0 end, coalesce(c.accepted_at, c.sent_at),
      c.state = 'accepted' and c.accepted_at < now() - p.task - interval '15 minutes'
    from integration.provider_calls c
    cross join patience p
    -- A task takes a minute or two: half of the patience is unusual.
    where c.state in ('accepted', 'lost', 'missing')
      and case c.state when 'lost' then c.sent_at < now() - p.lost - interval '15 minutes'
        when 'missing' then c.next_poll_at < now() - interval '1 hour' else c.accepted_at < now() - p.task / 2 end
  )
  select case when o.state = 'accepted' and not o.is_late then 'warning' else 'error' end, 'calls.overdue', o.organization_id,
    'integration.provider_calls', (array_agg(o.id::text order by o.since, o.id))[1], min(o.since),
    format('%s; %s %s is reserved for it.', format(case
        when o.state = 'sent' then '%s sent, and nobody has its answer'
        when o.state in ('lost', 'missing') then '%s without an answer, not looked for in the provider''s list of tasks'
        when o.is_late then '%s taken on as a task, and no longer asked about'
        else '%s taken on as a task, which takes unusually long' end, core.describe_count(count(*), 'call')),
      trim_scale(sum(o.reserved_amount)), o.currency),
    case when o.state = 'accepted' and not o.is_late then 'Nothing yet: it is given up after integration.task_patience_s, booked at full price. See the provider''s status page.'
      else 'See whether its job (job_id) goes on; select integration.recover_calls() takes care of those whose job has ended, as a worker does every minute.' end
  from overdue o
  group by o.organization_id, o.state, o.is_late, o.currency;
$$;
comment on function integration.find_overdue_calls() is
  'Finds calls whose end is overdue, with the money that they hold: sent and never answered, lost and never looked for, tasks that take too long.';
grant execute on function integration.find_overdue_calls() to vp_dba, vp_monitor;
