create function content.content_requests__after_update() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  update system.background_jobs j
  set priority = n.priority, due_at = n.due_at
  from new_rows n
  join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  where (n.priority, n.due_at) is distinct from (o.priority, o.due_at)
    and j.organization_id = n.organization_id and j.subject_id = n.id and j.state in ('queued', 'waiting');
  return null;
end $$;
comment on function content.content_requests__after_update() is
  'Trigger: a request''s new priority or due date holds for its job that still waits.';

create trigger content_requests__after_update after update on content.content_requests
  referencing old table as old_rows new table as new_rows
  for each statement execute function content.content_requests__after_update();
