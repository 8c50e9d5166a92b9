create function system.create_job(
  organization_id uuid, kind text, subject_id uuid, payload jsonb default '{}', priority int default 0,
  due_at timestamptz default null, requested_by uuid default null
) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  made uuid;
begin
  -- The live one that stands in the way may end before it is read: then there is room for the new one.
  loop
    insert into system.background_jobs as j (organization_id, kind, subject_id, payload, priority, due_at, requested_by, max_attempts)
    values (create_job.organization_id, create_job.kind, create_job.subject_id, create_job.payload, create_job.priority,
      create_job.due_at, coalesce(create_job.requested_by, core.user_id()),
      system.setting('jobs.max_attempts', create_job.organization_id)::int)
    on conflict (organization_id, kind, subject_id) where state in ('queued', 'dispatched', 'running', 'waiting') do nothing
    returning j.id into made;
    exit when made is not null;
    select j.id into made
    from system.background_jobs j
    where j.organization_id = create_job.organization_id and j.kind = create_job.kind
      and j.subject_id = create_job.subject_id and j.state in ('queued', 'dispatched', 'running', 'waiting');
    if made is not null then
      return made;
    end if;
  end loop;
  perform system.dispatch(create_job.organization_id);
  return made;
end $$;
comment on function system.create_job(uuid, text, uuid, jsonb, int, timestamptz, uuid) is
  'Makes a background job and dispatches it when there is room; a live job of the same kind and subject is returned instead.';
grant execute on function system.create_job(uuid, text, uuid, jsonb, int, timestamptz, uuid) to vp_definer;
