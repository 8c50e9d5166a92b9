create function content.list_rerender(organization_id uuid, job_id uuid, target jsonb) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into content.rerendered_requests (organization_id, background_job_id, content_request_id, touched)
  select list_rerender.organization_id, job_id, p.content_request_id, count(*) filter (where p.effect = 'revise')
  from content.plan_rerender(list_rerender.organization_id, target) p
  where not exists (
    select from content.rerendered_requests q
    where q.organization_id = list_rerender.organization_id and q.background_job_id = job_id)
  group by p.content_request_id
  -- A new version is taken over by all requests; what a brand has changed, by those that show it.
  having target ? 'content_template_id' or bool_or(p.effect in ('revise', 'to_come', 'unfit'))
$$;
comment on function content.list_rerender(uuid, uuid, jsonb) is
  'Lists the requests that a re-render goes through, unless that is done.';
