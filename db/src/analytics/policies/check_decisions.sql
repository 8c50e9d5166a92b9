grant select on analytics.check_decisions to vp_member;
grant select, insert, update, delete on analytics.check_decisions to vp_definer;

create policy vp_member__select on analytics.check_decisions for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on analytics.check_decisions for all to vp_definer using (true) with check (true);
