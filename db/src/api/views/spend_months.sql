create view api.spend_months with (security_invoker = true) as
select m.organization_id, m.month, m.currency, m.spent, m.reserved,
  integration.monthly_cap(m.organization_id, m.currency) as cap,
  greatest(0, integration.monthly_cap(m.organization_id, m.currency) - m.spent - m.reserved) as remaining, m.cached_calls, m.saved
from integration.spend_months m;
comment on view api.spend_months is 'Money by month
What the organisation spent at providers in a calendar month (UTC), and what is reserved for calls under way, against the cap of today. One row a currency: they are never summed.';
comment on column api.spend_months.cap is 'The setting spend.monthly_cap; null: none, or another currency.';
comment on column api.spend_months.remaining is 'What the cap leaves; reservations are given back when a call fails.';
comment on column api.spend_months.cached_calls is 'Searches that were answered by the same one before, without asking the provider.';
comment on column api.spend_months.saved is 'What those would have cost.';
grant select on api.spend_months to vp_member;
