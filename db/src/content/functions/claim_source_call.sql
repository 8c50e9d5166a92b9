create function content.claim_source_call(request content.content_requests, job_id uuid, operation text, body jsonb, purpose text default null)
  returns integration.provider_calls
  language plpgsql volatile security definer set search_path = '' as $$
declare
  key constant text := concat_ws(':', 'request', request.id, operation, purpose);
  call integration.provider_calls;
begin
  select c.* into call
  from integration.provider_calls c
  where c.organization_id = request.organization_id and c.call_key = key
  order by c.state in ('sent', 'accepted', 'lost', 'succeeded', 'needs_attention') desc, c.attempt desc
  limit 1
  -- A task that fails now has failed for this job, and is not made again.
  for update;
  -- A task that failed has ended this job; a retry of the request is another job, and another call.
  if call.state = 'failed' and call.provider_task_id is not null and call.job_id = claim_source_call.job_id then
    return call;
  end if;
  -- The list of tasks is read once before the first call.
  if call.id is null and exists (
    select from integration.provider_operations o
    where o.provider = 'freepik' and o.operation = claim_source_call.operation and o.is_async
      and not exists (
        select from integration.foreign_tasks f
        where f.provider = o.provider and f.operation = o.operation and f.key_id = integration.key_of(request.organization_id, o.provider) and f.task_id = ''))
  then
    return null;
  end if;
  return integration.claim_call(request.organization_id, job_id, request.id, key, 'freepik', operation, body);
end $$;
comment on function content.claim_source_call(content.content_requests, uuid, text, jsonb, text) is
  'Claims a request''s one call of an operation, or of each purpose that it has for it. Null: the list of its tasks has to be read first (integration.note_tasks). Raises like integration.claim_call().';
