create function content.background_jobs__stop_requests() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform content.stop_request(n.organization_id, n.subject_id, n.state, coalesce(n.last_error, 'The job failed.'))
  from new_rows n
  join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  where n.kind in ('source_assets', 'render_variants') and n.state in ('failed', 'needs_attention') and n.state <> o.state;
  return null;
end $$;
comment on function content.background_jobs__stop_requests() is
  'Trigger: when a job of the pipeline fails or needs a person, its content request says so, and why.';

create trigger background_jobs__stop_requests after update on system.background_jobs
  referencing old table as old_rows new table as new_rows
  for each statement execute function content.background_jobs__stop_requests();
