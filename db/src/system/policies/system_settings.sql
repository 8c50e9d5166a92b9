grant select, insert (organization_id, key, value), update (value), delete on system.system_settings to vp_member, vp_dba;
grant select on system.system_settings to vp_definer;

-- The platform's own values are in force for everybody who has none.
create policy vp_member__select on system.system_settings for select to vp_member
  using (organization_id = (select identity.org_id())
    or organization_id = identity.system_organization_id() and (select identity.org_id()) is not null);
create policy vp_member__insert on system.system_settings for insert to vp_member
  with check (organization_id = (select identity.org_id('admin')));
create policy vp_member__update on system.system_settings for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('admin')));
create policy vp_member__delete on system.system_settings for delete to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy vp_dba__all on system.system_settings for all to vp_dba using (true) with check (true);
create policy definer__all on system.system_settings for all to vp_definer using (true) with check (true);
