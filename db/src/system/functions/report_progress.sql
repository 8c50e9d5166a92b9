create function system.report_progress(organization_id uuid, job_id uuid, progress int) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  -- An attempt that starts over does not take back what was shown.
  update system.background_jobs j set progress = greatest(j.progress, report_progress.progress)
  where j.organization_id = report_progress.organization_id and j.id = report_progress.job_id and j.state = 'running';
  return found;
end $$;
comment on function system.report_progress(uuid, uuid, int) is
  'Stores how far a running job is, in percent. False: the job was cancelled or has ended, stop working on it.';
grant execute on function system.report_progress(uuid, uuid, int) to vp_worker, vp_definer;
