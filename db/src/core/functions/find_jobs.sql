-- owner: vp_queue
create function core.find_jobs(job_keys text[]) returns table (job_key text, is_locked boolean)
  language sql volatile security definer set search_path = '' as $$
  select j.key, j.locked_at is not null from graphile_worker.jobs j where j.key = any (job_keys);
$$;
comment on function core.find_jobs(text[]) is 'Which of these jobs graphile-worker has, and whether a worker holds them.';
grant execute on function core.find_jobs(text[]) to vp_definer;
