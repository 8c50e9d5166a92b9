create function system.register_worker(id uuid, host text, pid int, public_url text, queue_worker_ids text[]) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
begin
  insert into system.workers as w (id, host, pid, public_url, queue_worker_ids)
  values (register_worker.id, register_worker.host, register_worker.pid, register_worker.public_url, register_worker.queue_worker_ids)
  on conflict (id) do update
    set queue_worker_ids = excluded.queue_worker_ids, public_url = excluded.public_url, heartbeat_at = clock_timestamp();
  return exists (select from system.silent_workers());
end $$;
comment on function system.register_worker(uuid, text, int, text, text[]) is
  'Registers a worker process, and is its heartbeat, every 5 seconds. True: another has fallen silent, call recover_jobs().';
grant execute on function system.register_worker(uuid, text, int, text, text[]) to vp_worker;
