grant select on content.compliance_checks to vp_member;
grant select, insert on content.compliance_checks to vp_definer;

create policy vp_member__select on content.compliance_checks for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on content.compliance_checks for all to vp_definer using (true) with check (true);
