create function api.rerender_template(content_template_id uuid, include_published boolean default false) returns setof api.background_jobs
  language plpgsql volatile set search_path = '' as $$
declare
  job constant uuid := content.start_rerender(content_template_id, null, include_published);
begin
  return query select j.* from api.background_jobs j where j.organization_id = identity.org_id() and j.id = job;
end $$;
comment on function api.rerender_template is 'Take over a template''s new version (editor)
All requests made with earlier versions of the same slug move to it, and the variants that look different in it get new revisions, which voids their approval; published ones only with include_published, also of requests that have moved before. preview_rerender counts them before. Answers the background job: progress is the share of those variants that are finished; cancel_job stops it; called again it goes on where it was stopped. Errors: VP103 (403), VP200 (404), VP202 (409: retired, or under way).';
grant execute on function api.rerender_template to vp_member;
