grant select (organization_id, id, name, prefix, role, created_by, created_at, expires_at, revoked_at, last_used_at),
  update (name, revoked_at) on identity.api_keys to vp_member;
grant select, insert, update on identity.api_keys to vp_definer;

create policy vp_member__select on identity.api_keys for select to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy vp_member__update on identity.api_keys for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('admin')));
create policy definer__all on identity.api_keys for all to vp_definer using (true) with check (true);
