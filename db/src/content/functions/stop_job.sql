create function content.stop_job(organization_id uuid, job_id uuid, state text, reason text) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform system.end_job(organization_id, job_id, state, reason);
  return jsonb_build_object('action', 'stop', 'reason', reason);
end $$;
comment on function content.stop_job(uuid, uuid, text, text) is 'Ends a job and tells the worker so.';
