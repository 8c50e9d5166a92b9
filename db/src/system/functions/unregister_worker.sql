create function system.unregister_worker(id uuid) returns void
  language sql volatile security definer set search_path = '' as $$
  -- The row stays: its URL is where files are read when a worker is back.
  update system.workers w set queue_worker_ids = '{}' where w.id = unregister_worker.id;
$$;
comment on function system.unregister_worker(uuid) is 'A worker process ends and holds no job any more.';
grant execute on function system.unregister_worker(uuid) to vp_worker;
