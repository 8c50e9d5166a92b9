create function api.cancel_job(background_job_id uuid) returns setof api.background_jobs
  language plpgsql volatile set search_path = '' as $$
begin
  perform content.cancel_job(background_job_id);
  return query select j.* from api.background_jobs j where j.organization_id = identity.org_id() and j.id = background_job_id;
end $$;
comment on function api.cancel_job is 'Stop a re-render, a rescoring or a simulation (editor)
No further step is begun, and what is done stays: of a re-render the requests that are being rendered are finished, so that each is wholly as before or wholly as after; of a rescoring each score is wholly the former or wholly the new one. Errors: VP103 (403), VP200 (404), VP202 (409: it has ended).';
grant execute on function api.cancel_job to vp_member;
