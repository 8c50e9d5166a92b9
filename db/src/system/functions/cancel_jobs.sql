create function system.cancel_jobs(organization_id uuid, subject_id uuid) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  cancelled text[];
begin
  with ended as (
    update system.background_jobs j set state = 'cancelled', finished_at = now(), wake_at = null
    where j.organization_id = cancel_jobs.organization_id and j.subject_id = cancel_jobs.subject_id
      and j.state in ('queued', 'dispatched', 'running', 'waiting')
    returning j.kind, j.id
  )
  select array_agg(system.job_key(e.kind, e.id)) into cancelled from ended e;
  if cancelled is null then
    return 0;
  end if;
  perform core.remove_jobs(cancelled);
  perform system.dispatch(organization_id);
  return cardinality(cancelled);
end $$;
comment on function system.cancel_jobs(uuid, uuid) is
  'Cancels the live jobs of a subject and returns their number. One that is running learns of it when it next reports or hands back.';
grant execute on function system.cancel_jobs(uuid, uuid) to vp_definer;
