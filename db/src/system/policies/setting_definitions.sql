grant select on system.setting_definitions to vp_member, vp_dba, vp_definer;

create policy vp_member__select on system.setting_definitions for select to vp_member
  using ((select identity.org_id()) is not null);
create policy vp_dba__select on system.setting_definitions for select to vp_dba using (true);
create policy definer__all on system.setting_definitions for all to vp_definer using (true) with check (true);
