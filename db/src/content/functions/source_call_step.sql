create function content.source_call_step(call integration.provider_calls, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  step jsonb;
  now_is integration.provider_calls;
begin
  if call.state = 'sent' and call.job_id <> source_call_step.job_id then
    perform core.raise('VP111', 'A call that was made before the request was cancelled is still under way.', 'Its answer is awaited.',
      (now() + interval '5 seconds')::text);
  end if;
  step := integration.call_step(call.organization_id, job_id, call.id);
  if step is not null then
    perform system.report_progress(call.organization_id, job_id, case
      when call.operation in ('stock_search', 'stock_details', 'improve_prompt') then 10 when call.operation = 'image_expand' then 70 else 40 end);
    return step;
  end if;
  select c.* into strict now_is
  from integration.provider_calls c where c.organization_id = call.organization_id and c.id = call.id;
  return case now_is.state
    when 'needs_attention' then content.stop_job(call.organization_id, job_id, 'needs_attention', content.describe_call(now_is))
    else content.give_up_source(call.organization_id, call.subject_id, job_id, now_is.error)
  end;
end $$;
comment on function content.source_call_step(integration.provider_calls, uuid) is
  'What a source_assets job does about a call that has not brought anything yet; one that needs a person, or has failed for good, ends the job. Raises VP111 (detail: when to try again) while the answer to a cancelled job''s call is awaited.';
