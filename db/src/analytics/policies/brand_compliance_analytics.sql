grant select on analytics.brand_compliance_analytics to vp_member;
grant select, insert, update, delete on analytics.brand_compliance_analytics to vp_definer;

create policy vp_member__select on analytics.brand_compliance_analytics for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on analytics.brand_compliance_analytics for all to vp_definer using (true) with check (true);
