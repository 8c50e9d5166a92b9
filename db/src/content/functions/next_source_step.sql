create function content.next_source_step(organization_id uuid, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request content.content_requests := content.lock_request_of_job(organization_id, job_id);
  refusal text;
  hint text;
  detail text;
begin
  -- Cancelled while its last call was under way, and retried since: the request is another job's now.
  if (select j.state from system.background_jobs j
      where j.organization_id = next_source_step.organization_id and j.id = next_source_step.job_id)
    not in ('queued', 'dispatched', 'running', 'waiting')
  then
    return content.stop_job(organization_id, job_id, 'cancelled', 'The job was cancelled.');
  end if;
  if request.status not in ('queued', 'sourcing') then
    return content.stop_job(organization_id, job_id, 'cancelled', format('The content request is %s.', request.status));
  end if;
  if request.status = 'queued' then
    perform content.transition_request(organization_id, request.id, 'sourcing');
  end if;

  loop
    begin
      return content.choose_source_step(request, job_id);
    exception
      when sqlstate 'VP111' then
        -- What was claimed is claimed again then: nothing is reserved meanwhile.
        get stacked diagnostics refusal = message_text, detail = pg_exception_detail;
      when sqlstate 'VP202' or sqlstate 'VP400' or sqlstate 'VP401' then
        get stacked diagnostics refusal = message_text, hint = pg_exception_hint;
        detail := null;
    end;
    -- Not for a queue that moves on in a moment: only for what cannot be, or for a model that fails.
    if (detail is null or integration.is_failing('freepik',
        case when content.has_picture(request) then 'image_expand' else request.sources -> 0 ->> 'model' end))
      and content.fall_back(organization_id, request.id, refusal)
    then
      request := content.lock_request(organization_id, request.id);
    elsif detail is not null then
      perform system.defer_job(organization_id, job_id, detail::timestamptz, refusal);
      return jsonb_build_object('action', 'wait', 'run_at', detail::timestamptz);
    else
      return content.stop_job(organization_id, job_id, 'needs_attention', concat_ws(' ', refusal, hint));
    end if;
  end loop;
end $$;
comment on function content.next_source_step(uuid, uuid) is
  'What a source_assets job does next: {action: call, call_id, operation, request, webhook_url?, source?} (the storage key of a picture that is sent along), {action: poll, call_id, operation, task_id}, {action: list, call_id, operation}, {action: fetch, call_id, url}, {action: wait, run_at} when the job has made room, or {action: stop, state, reason} when it has ended. Every call is claimed and paid for once.';
grant execute on function content.next_source_step(uuid, uuid) to vp_worker;
