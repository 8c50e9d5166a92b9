create function system.save_job(organization_id uuid, job_id uuid, progress int, place jsonb, result jsonb) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update system.background_jobs j
  set progress = greatest(j.progress, save_job.progress), payload = j.payload || save_job.place, result = save_job.result
  where j.organization_id = save_job.organization_id and j.id = save_job.job_id and j.state = 'running';
end $$;
comment on function system.save_job(uuid, uuid, int, jsonb, jsonb) is
  'Keeps what a step of a running job has done: percent, where the next one goes on (added to its payload), and what clients read of it so far.';
grant execute on function system.save_job(uuid, uuid, int, jsonb, jsonb) to vp_definer;
