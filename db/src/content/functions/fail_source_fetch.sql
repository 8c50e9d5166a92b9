create function content.fail_source_fetch(
  organization_id uuid, job_id uuid, call_id uuid, is_unusable boolean, http_status int, error text
) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
begin
  perform system.act_for_job(organization_id, job_id);
  select c.* into strict call
  from integration.provider_calls c
  where c.organization_id = fail_source_fetch.organization_id and c.id = fail_source_fetch.call_id;
  if not is_unusable then
    if http_status is null or http_status not in (401, 403, 404, 410) then
      return 'retry';
    end if;
    -- A task's result is signed anew when it is asked for again.
    if integration.refresh_task(organization_id, call_id) then
      return 'again';
    end if;
    if not call.is_async then
      perform integration.hold_call(organization_id, call_id, error);
      select c.* into strict call
      from integration.provider_calls c
      where c.organization_id = fail_source_fetch.organization_id and c.id = fail_source_fetch.call_id;
      perform system.end_job(organization_id, job_id, 'needs_attention', content.describe_call(call));
      return 'needs_attention';
    end if;
  end if;
  if content.fall_back(organization_id, call.subject_id, error) then
    return 'again';
  end if;
  perform system.end_job(organization_id, job_id, 'failed', error);
  return 'failed';
end $$;
comment on function content.fail_source_fetch(uuid, uuid, uuid, boolean, int, text) is
  'A file that was paid for did not come: what is unusable (not a picture) takes the fallback (again) or fails the job; an address that has expired is asked for again where there is a task (again, three times), and else needs a person since another one costs again; anything else is fetched again (retry).';
grant execute on function content.fail_source_fetch(uuid, uuid, uuid, boolean, int, text) to vp_worker;
