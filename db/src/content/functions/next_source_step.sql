create function content.next_source_step(organization_id uuid, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request constant content.content_requests := content.lock_request_of_job(organization_id, job_id);
  call integration.provider_calls;
  search jsonb;
  picture jsonb;
  refusal text;
  hint text;
begin
  -- Cancelled while its last call was under way, and retried since: the request is another job's now.
  if (select j.state from system.background_jobs j
      where j.organization_id = next_source_step.organization_id and j.id = next_source_step.job_id)
    not in ('queued', 'dispatched', 'running')
  then
    return content.stop_job(organization_id, job_id, 'cancelled', 'The job was cancelled.');
  end if;
  if request.status not in ('queued', 'sourcing') then
    return content.stop_job(organization_id, job_id, 'cancelled', format('The content request is %s.', request.status));
  end if;
  if request.status = 'queued' then
    perform content.transition_request(organization_id, request.id, 'sourcing');
  end if;

  begin
    for attempt in 1..2 loop
      search := content.stock_search(request, attempt > 1);
      call := integration.claim_call(organization_id, job_id, request.id, format('request:%s:search:%s', request.id, attempt),
        'freepik', 'stock_search', search);
      picture := content.choose_picture(call.response, search ->> 'orientation');
      exit when call.state <> 'succeeded' or picture is not null;
    end loop;
    if picture is not null then
      call := integration.claim_call(organization_id, job_id, request.id, format('request:%s:download:%s', request.id, picture ->> 'id'),
        'freepik', 'stock_download', jsonb_build_object('resource_id', picture ->> 'id', 'picture', picture));
    end if;
  exception when sqlstate 'VP202' or sqlstate 'VP400' or sqlstate 'VP401' then
    get stacked diagnostics refusal = message_text, hint = pg_exception_hint;
    return content.stop_job(organization_id, job_id, 'needs_attention', concat_ws(' ', refusal, hint));
  end;

  case
    when call.state = 'sent' and call.job_id <> next_source_step.job_id then
      perform core.raise('VP202', 'A call that was made before the request was cancelled is still under way.', 'Its answer is awaited.');
    when call.state = 'sent' then
      perform system.report_progress(organization_id, job_id, case call.operation when 'stock_search' then 10 else 40 end);
      return jsonb_build_object('action', 'call', 'call_id', call.id, 'operation', call.operation, 'request', call.request);
    when call.state = 'needs_attention' then
      return content.stop_job(organization_id, job_id, 'needs_attention', content.describe_call(call));
    when picture is null then
      return content.stop_job(organization_id, job_id, 'failed',
        format('No photograph was found for "%s". Make a request with another search_term.', request.search_term));
    else
      perform system.report_progress(organization_id, job_id, 70);
      return jsonb_build_object('action', 'fetch', 'call_id', call.id, 'url', call.response ->> 'url');
  end case;
end $$;
comment on function content.next_source_step(uuid, uuid) is
  'What a source_assets job does next: {action: call, call_id, operation, request}, {action: fetch, call_id, url}, or {action: stop, state, reason} when the job has ended. Every call is claimed and paid for once. Raises VP202 while the answer to a cancelled job''s call is awaited: try again.';
grant execute on function content.next_source_step(uuid, uuid) to vp_worker;
