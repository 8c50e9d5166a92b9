create function system.dispatch_all() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  dispatched int;
begin
  -- From one organisation with queued jobs to the next, in the order of the index, without reading what lies between.
  with recursive waiting as (
    (select j.organization_id from system.background_jobs j where j.state = 'queued'
     order by j.organization_id, j.priority desc, j.due_at, j.id limit 1)
    union all
    select (select j.organization_id from system.background_jobs j
            where j.state = 'queued' and j.organization_id > w.organization_id
            order by j.organization_id, j.priority desc, j.due_at, j.id limit 1)
    from waiting w
    where w.organization_id is not null
  )
  select coalesce(sum(system.dispatch(w.organization_id)), 0) into dispatched
  from (select * from waiting where waiting.organization_id is not null offset 0) w
  -- Where somebody dispatches right now, nothing is left to do.
  where pg_try_advisory_xact_lock(system.dispatch_lock(w.organization_id));
  return dispatched;
end $$;
comment on function system.dispatch_all() is 'Dispatches the queued jobs of all organisations. Returns how many.';
grant execute on function system.dispatch_all() to vp_definer, vp_worker;
