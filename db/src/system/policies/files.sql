grant select on system.files to vp_member;
grant select, insert, update on system.files to vp_definer;

create policy vp_member__select on system.files for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on system.files for all to vp_definer using (true) with check (true);
