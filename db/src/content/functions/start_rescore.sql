create function content.start_rescore(brand_guideline_id uuid, filters jsonb) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  target constant jsonb := jsonb_build_object('brand_guideline_id', brand_guideline_id, 'filters', content.rescore_filters(filters));
  guideline brand.brand_guidelines;
  unknown text;
  job uuid;
begin
  select g.* into guideline from brand.brand_guidelines g where g.organization_id = tenant and g.id = start_rescore.brand_guideline_id;
  if guideline.id is null then
    perform core.raise('VP200', 'There is no such guideline.', 'GET /brand_guidelines lists those there are.');
  end if;
  -- A score is by the version that is in force: under any other it is a what-if.
  if guideline.status <> 'active' then
    perform core.raise('VP202', format('Version %s is not active, it is %s.', guideline.version, guideline.status),
      'Call activate_guideline first; simulate_guidelines says what scores would be under any version.');
  end if;
  select string_agg(wanted, ', ') into unknown
  from jsonb_array_elements_text(target #> '{filters,content_request_ids}') wanted
  where not exists (
    select from content.content_requests r
    where r.organization_id = tenant and r.id = wanted::uuid and r.brand_profile_id = guideline.brand_profile_id);
  if unknown is not null then
    perform core.raise('VP200', 'The brand has no such content request.', 'GET /content_requests lists those there are.', unknown);
  end if;
  job := system.create_job(tenant, 'rescore_variants', guideline.id, target);
  if exists (select from system.background_jobs j where j.organization_id = tenant and j.id = job and j.payload -> 'filters' <> target -> 'filters') then
    perform core.raise('VP202', 'A rescoring under this version is under way, with other filters.', format('Wait for it, or call cancel_job with background_job_id %s.', job));
  end if;
  return job;
end $$;
comment on function content.start_rescore(uuid, jsonb) is
  'Makes the job that scores a brand''s current variants again under its active guideline (editor); one that is under way is returned instead. Raises VP103, VP200, VP201, VP202.';
grant execute on function content.start_rescore(uuid, jsonb) to vp_member;
