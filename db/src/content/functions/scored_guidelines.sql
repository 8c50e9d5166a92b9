create function content.scored_guidelines(organization_id uuid, brand_profile_id uuid) returns setof brand.brand_guidelines
  language sql stable parallel safe
  begin atomic
    select g.*
    from brand.brand_guidelines g
    where g.organization_id = scored_guidelines.organization_id and g.brand_profile_id = scored_guidelines.brand_profile_id and exists (
      select from content.compliance_results c
      where c.organization_id = g.organization_id and c.brand_guideline_id = g.id and c.is_current);
  end;
comment on function content.scored_guidelines(uuid, uuid) is 'The versions of a brand''s guideline that have a say in a current score.';
grant execute on function content.scored_guidelines(uuid, uuid) to vp_definer;
