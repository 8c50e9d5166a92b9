create function system.works_since() returns timestamptz
  language sql stable security definer set search_path = '' as $$
  select min(w.started_at) from system.workers w
  where w.queue_worker_ids <> '{}' and w.id not in (select s.id from system.silent_workers() s);
$$;
comment on function system.works_since() is 'Since when there has been a worker: the start of the oldest that lives. Null: none does.';
grant execute on function system.works_since() to vp_dba, vp_monitor, vp_definer;
