create view api.provider_calls with (security_invoker = true) as
select c.organization_id, c.id, c.call_key, c.attempt, c.job_id, c.subject_id, c.provider, c.operation, c.request, c.state,
  c.reserved_amount, c.currency, c.provider_task_id, c.task_status, c.accepted_at, c.next_poll_at, c.polls, c.sent_at, c.ended_at, c.http_status, c.error, c.cached_call_id, c.saved_amount, c.resolved_by, c.resolved_at,
  c.booked_outcome, c.booked_amount, c.settled_by, c.settled_at
from integration.provider_calls c;
comment on view api.provider_calls is 'Paid calls (editor)
Each call to a provider, claimed and its price reserved before it is made. state=eq.needs_attention lists those that an admin decides with resolve_call, booked_outcome=eq.unknown those booked at full price though the provider may not charge for them: error says why. subject_id is the content request.';
comment on column api.provider_calls.state is
  'sent → succeeded | failed; of a task: sent → accepted (at work) → succeeded | failed. An answer that was lost: lost (being looked for in the list of tasks), missing (not there, so that it may be made again; still looked for), retried, or needs_attention → retried | written_off.';
comment on column api.provider_calls.cached_call_id is 'The same search, asked shortly before, whose answer was taken: nothing was sent, nothing is booked.';
comment on column api.provider_calls.saved_amount is 'What asking again would have cost.';
comment on column api.provider_calls.reserved_amount is 'The price of the day, reserved when the call was claimed.';
grant select on api.provider_calls to vp_member;
