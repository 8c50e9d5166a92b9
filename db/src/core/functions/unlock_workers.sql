-- owner: vp_queue
create function core.unlock_workers(queue_worker_ids text[]) returns void
  language sql volatile security definer set search_path = '' as $$
  select graphile_worker.force_unlock_workers(queue_worker_ids);
$$;
comment on function core.unlock_workers(text[]) is 'Releases the job locks of workers that are dead, so that others take the jobs.';
grant execute on function core.unlock_workers(text[]) to vp_definer;
