grant select on content.measurements to vp_member;
grant select, insert on content.measurements to vp_definer;

create policy vp_member__select on content.measurements for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on content.measurements for all to vp_definer using (true) with check (true);
