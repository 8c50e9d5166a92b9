-- owner: vp_queue
create function core.unlock_workers(queue_worker_ids text[]) returns void
  language sql volatile security definer set search_path = '' as $$
  select graphile_worker.force_unlock_workers(queue_worker_ids);
  -- One that was removed while its worker held it has no key and no attempt left: nobody would ever take it out.
  select graphile_worker.complete_jobs(array(
    select j.id from graphile_worker.jobs j where j.key is null and j.locked_at is null and j.attempts >= j.max_attempts));
$$;
comment on function core.unlock_workers(text[]) is 'Releases the job locks of workers that are dead, so that others take the jobs; those that were removed meanwhile are deleted.';
grant execute on function core.unlock_workers(text[]) to vp_definer;
