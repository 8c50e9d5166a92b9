create view api.daily_usage_summaries with (security_invoker = true) as
select s.organization_id, s.day, s.provider, s.operation, s.currency, s.calls, s.failed_calls, s.cost
from integration.daily_usage_summaries s;
comment on view api.daily_usage_summaries is 'Calls and cost a day
By UTC day, provider and operation; rolled up from api_usage by the worker, about once a minute.';
grant select on api.daily_usage_summaries to vp_member;
