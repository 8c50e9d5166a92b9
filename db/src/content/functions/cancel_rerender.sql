create function content.cancel_rerender(background_job_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  job system.background_jobs;
begin
  select j.* into job
  from system.background_jobs j
  where j.organization_id = tenant and j.id = cancel_rerender.background_job_id and j.kind = 'rerender_variants'
  for no key update;
  if job.id is null then
    perform core.raise('VP200', 'There is no such re-render.', 'GET /background_jobs?kind=eq.rerender_variants lists those there are.');
  end if;
  if job.finished_at is not null then
    perform core.raise('VP202', format('The re-render has ended: it is %s.', job.state), 'rerender_template or rerender_brand starts another one.');
  end if;
  perform system.cancel_jobs(tenant, job.subject_id);
end $$;
comment on function content.cancel_rerender(uuid) is
  'Stops a re-render (editor): no further request is taken; those whose new revisions have been made are rendered to their end. Raises VP103, VP200, VP202.';
grant execute on function content.cancel_rerender(uuid) to vp_member;
