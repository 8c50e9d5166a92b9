grant select (organization_id, user_id, role, status, invited_by, joined_at, removed_at),
  update (role, status) on identity.user_organizations to vp_member;
grant select, insert, update on identity.user_organizations to vp_definer;

create policy vp_member__select on identity.user_organizations for select to vp_member
  -- A key sees its own organisation alone, not where else its maker is a member.
  using (organization_id = (select identity.org_id()) or user_id = (select core.user_id()) and not (select core.claims() ? 'max_role'));
create policy vp_member__update on identity.user_organizations for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('admin')));
create policy definer__all on identity.user_organizations for all to vp_definer using (true) with check (true);
