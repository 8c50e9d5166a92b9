create function content.start_simulation(brand_profile_id uuid, brand_guideline_id uuid, changes jsonb, scored_from timestamptz, scored_to timestamptz) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  -- What cannot become active is refused now, not by the job.
  proposed constant brand.brand_guidelines := brand.propose_guideline(tenant, brand_profile_id, brand_guideline_id, changes);
  target constant jsonb := jsonb_build_object('brand_guideline_id', proposed.id, 'changes', coalesce(nullif(changes, 'null'), '{}'), 'scored_from', scored_from, 'scored_to', scored_to);
  job uuid;
begin
  perform content.require_period(scored_from, scored_to);
  if octet_length(target::text) > 8192 then
    perform core.raise('VP201', 'The changes are too long to keep with a job.', 'Insert a draft with them, and name it in brand_guideline_id.');
  end if;
  job := system.create_job(tenant, 'simulate_guidelines', brand_profile_id, target);
  if exists (select from system.background_jobs j where j.organization_id = tenant and j.id = job and j.payload - '{after,counts,version}'::text[] <> target) then
    perform core.raise('VP202', 'Another simulation of the brand is under way.', format('Wait for it, or call cancel_job with background_job_id %s.', job));
  end if;
  return job;
end $$;
comment on function content.start_simulation(uuid, uuid, jsonb, timestamptz, timestamptz) is
  'Makes the job that does what content.simulate_guidelines() does, for more variants than a request can wait for (editor); one that is under way is
returned instead. Raises VP103, VP200, VP201, VP202, VP207.';
grant execute on function content.start_simulation(uuid, uuid, jsonb, timestamptz, timestamptz) to vp_member;
