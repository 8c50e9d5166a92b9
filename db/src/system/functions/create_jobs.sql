create function system.create_jobs(jobs jsonb) returns table (organization_id uuid, id uuid)
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  owners uuid[];
  ids uuid[];
begin
  with wanted as (
    select * from jsonb_to_recordset(jobs) as (organization_id uuid, kind text, subject_id uuid, payload jsonb, priority int,
      due_at timestamptz, requested_by uuid)
  ), tenant as (
    select d.organization_id, system.setting('jobs.max_attempts', d.organization_id)::int as max_attempts
    from (select distinct w.organization_id from wanted w) d
  ), made as (
    insert into system.background_jobs as j (organization_id, kind, subject_id, payload, priority, due_at, requested_by, max_attempts)
    select w.organization_id, w.kind, w.subject_id, coalesce(w.payload, '{}'), coalesce(w.priority, 0), w.due_at,
      coalesce(w.requested_by, core.user_id()), t.max_attempts
    from wanted w
    join tenant t on t.organization_id = w.organization_id
    on conflict (organization_id, kind, subject_id) where state in ('queued', 'dispatched', 'running', 'waiting') do nothing
    returning j.organization_id, j.id
  )
  select array_agg(m.organization_id), array_agg(m.id) into owners, ids from made m;

  -- In one order, so that two of these do not wait for each other.
  perform system.dispatch(t.organization_id)
  from (select distinct o.organization_id from unnest(owners) o (organization_id) order by 1) t;
  return query select m.organization_id, m.id from unnest(owners, ids) m (organization_id, id);
end $$;
comment on function system.create_jobs(jsonb) is
  'Makes background jobs in one statement, [{organization_id, kind, subject_id, payload, priority, due_at, requested_by}], and dispatches as many as there is room for. Returns those it made: where a live job of the same kind and subject is there, that stays.';
grant execute on function system.create_jobs(jsonb) to vp_definer;
