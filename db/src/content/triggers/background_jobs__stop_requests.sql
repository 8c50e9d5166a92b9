create function content.background_jobs__stop_requests() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform content.stop_request(new.organization_id, new.subject_id, new.state, coalesce(new.last_error, 'The job failed.'));
  return null;
end $$;
comment on function content.background_jobs__stop_requests() is
  'Trigger: when a job of the pipeline fails or needs a person, its content request says so, and why.';

-- For each row: every begin and end of a job is an update, and the condition costs those next to nothing.
create trigger background_jobs__stop_requests after update of state on system.background_jobs
  for each row
  when (new.state in ('failed', 'needs_attention') and new.state <> old.state and new.kind in ('source_assets', 'render_variants'))
  execute function content.background_jobs__stop_requests();
