grant select on content.compliance_results to vp_member;
grant select, insert, update on content.compliance_results to vp_definer;

create policy vp_member__select on content.compliance_results for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on content.compliance_results for all to vp_definer using (true) with check (true);
