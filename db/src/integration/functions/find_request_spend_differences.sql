create function integration.find_request_spend_differences() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  with open as (
    select c.organization_id, c.subject_id, c.currency, c.reserved_amount from integration.provider_calls c where c.state = 'sent'
    union all
    select c.organization_id, c.subject_id, c.currency, c.reserved_amount from integration.provider_calls c
    where c.state in ('accepted', 'lost', 'missing') and c.ended_at is null
  ), held as (
    select o.organization_id, o.subject_id, o.currency, sum(o.reserved_amount) as amount
    from open o
    where o.subject_id is not null
    group by o.organization_id, o.subject_id, o.currency
    having sum(o.reserved_amount) > 0
  ), recorded as (
    select s.organization_id, s.subject_id, s.currency, s.reserved from integration.subject_spends s where s.reserved > 0
  ), differences as (
    select coalesce(r.organization_id, h.organization_id) as organization_id, coalesce(r.subject_id, h.subject_id) as subject_id,
      coalesce(r.currency, h.currency) as currency, coalesce(r.reserved, 0) as reserved, coalesce(h.amount, 0) as amount
    from recorded r
    full join held h on h.organization_id = r.organization_id and h.subject_id = r.subject_id and h.currency = r.currency
    where r.reserved is distinct from h.amount
  )
  select 'error', 'spend.request_differs', d.organization_id, 'integration.subject_spends', min(d.subject_id::text), null::timestamptz,
    format('The books do not balance for %s: subject_spends has %s %s as reserved, the calls under way hold %s.',
      core.describe_count(count(*), 'content request'), trim_scale(sum(d.reserved)), d.currency, trim_scale(sum(d.amount))),
    'Only functions of integration may write these tables: find out what else did, then put subject_spends right. The cap of a request holds by what it says.'
  from differences d
  group by d.organization_id, d.currency;
$$;
comment on function integration.find_request_spend_differences() is
  'Finds content requests for which more or less is reserved than their calls under way hold, by organisation and currency.';
grant execute on function integration.find_request_spend_differences() to vp_dba, vp_monitor;
