create view api.api_usage with (security_invoker = true) as
select u.organization_id, u.id, u.occurred_at, u.provider_call_id, u.subject_id, u.provider, u.operation, u.outcome, u.cost, u.currency
from integration.api_usage u;
comment on view api.api_usage is 'What each paid call cost
One immutable row a call that ended, with the price of its day. subject_id is the content request. Filter by occurred_at: it is kept by month.';
comment on column api.api_usage.outcome is 'succeeded; failed, which costs nothing; unknown (the answer was lost, or the task failed) or wasted (a task that came to nobody''s use), booked at full price; or corrected: the difference to what was booked for the call before.';
grant select on api.api_usage to vp_member;
