create function api.cancel_rerender(background_job_id uuid) returns setof api.background_jobs
  language plpgsql volatile set search_path = '' as $$
begin
  perform content.cancel_rerender(background_job_id);
  return query select j.* from api.background_jobs j where j.organization_id = identity.org_id() and j.id = background_job_id;
end $$;
comment on function api.cancel_rerender is 'Stop a re-render (editor)
No further request is taken; those that are being rendered are finished, so that each request is wholly as before or wholly as after. Errors: VP103 (403), VP200 (404), VP202 (409: it has ended).';
grant execute on function api.cancel_rerender to vp_member;
