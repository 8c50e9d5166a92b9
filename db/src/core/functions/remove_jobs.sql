-- owner: vp_queue
create function core.remove_jobs(job_keys text[]) returns int
  language sql volatile security definer set search_path = '' as $$
  select count(removed.id)::int
  from unnest(job_keys) job_key, graphile_worker.remove_job(job_key) removed;
$$;
comment on function core.remove_jobs(text[]) is 'Takes waiting jobs out of graphile-worker by key. Returns how many there were; one that is running is not stopped.';
grant execute on function core.remove_jobs(text[]) to vp_definer;
