-- Not the response: it may hold a signed address of what was bought.
grant select (organization_id, id, call_key, attempt, job_id, subject_id, provider, operation, request, state, price_id,
  reserved_amount, currency, spend_month, sent_at, ended_at, http_status, is_async, key_id,
  provider_task_id, task_status, accepted_at, next_poll_at, polls, refreshes, cached_call_id, saved_amount, error, resolved_by, resolved_at,
  booked_outcome, booked_amount, settled_by, settled_at)
  on integration.provider_calls to vp_member;
grant select, insert, update on integration.provider_calls to vp_definer;

create policy vp_member__select on integration.provider_calls for select to vp_member
  using (organization_id = (select identity.org_id('editor')));
create policy definer__all on integration.provider_calls for all to vp_definer using (true) with check (true);
