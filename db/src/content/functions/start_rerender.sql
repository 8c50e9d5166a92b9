create function content.start_rerender(content_template_id uuid, brand_profile_id uuid, include_published boolean) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  target constant jsonb := content.rerender_target(tenant, content_template_id, brand_profile_id, include_published);
  job constant uuid := system.create_job(tenant, 'rerender_variants', coalesce(content_template_id, brand_profile_id), target);
begin
  if exists (select from system.background_jobs j where j.organization_id = tenant and j.id = job and j.payload <> target) then
    perform core.raise('VP202', 'A re-render of this is under way, and not the same with published variants.',
      format('Wait for it, or call cancel_job with background_job_id %s.', job));
  end if;
  return job;
end $$;
comment on function content.start_rerender(uuid, uuid, boolean) is
  'Makes the job that renders anew what a template version, or a brand''s logo, fonts and colours of today, change (editor); one that is under way is returned instead. Raises VP103, VP200, VP201, VP202.';
grant execute on function content.start_rerender(uuid, uuid, boolean) to vp_member;
