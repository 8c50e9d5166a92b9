create function system.create_job(
  organization_id uuid, kind text, subject_id uuid, payload jsonb default '{}', priority int default 0,
  due_at timestamptz default null, requested_by uuid default null
) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  job uuid;
begin
  -- The live one that stands in the way may end before it is read: then there is room for the new one.
  loop
    select made.id into job
    from system.create_jobs(jsonb_build_array(jsonb_build_object(
      'organization_id', create_job.organization_id, 'kind', create_job.kind, 'subject_id', create_job.subject_id,
      'payload', create_job.payload, 'priority', create_job.priority, 'due_at', create_job.due_at,
      'requested_by', create_job.requested_by))) made;
    exit when job is not null;
    select j.id into job
    from system.background_jobs j
    where j.organization_id = create_job.organization_id and j.kind = create_job.kind
      and j.subject_id = create_job.subject_id and j.state in ('queued', 'dispatched', 'running', 'waiting');
    exit when job is not null;
  end loop;
  return job;
end $$;
comment on function system.create_job(uuid, text, uuid, jsonb, int, timestamptz, uuid) is
  'Makes a background job and dispatches it when there is room; a live job of the same kind and subject is returned instead.';
grant execute on function system.create_job(uuid, text, uuid, jsonb, int, timestamptz, uuid) to vp_definer;
