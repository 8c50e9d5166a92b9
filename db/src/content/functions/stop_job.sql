create function content.stop_job(organization_id uuid, job_id uuid, state text, reason text) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform system.end_job(organization_id, job_id, state, case when state <> 'succeeded' then reason end);
  return jsonb_build_object('action', 'stop', 'state', state, 'reason', reason);
end $$;
comment on function content.stop_job(uuid, uuid, text, text) is 'Ends a job and tells the worker so.';
