grant select (organization_id, id, email, role, invited_by, expires_at, accepted_at, revoked_at, created_at),
  update (revoked_at) on identity.invitations to vp_member;
grant select, insert, update on identity.invitations to vp_definer;

create policy vp_member__select on identity.invitations for select to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy vp_member__update on identity.invitations for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('admin')));
create policy definer__all on identity.invitations for all to vp_definer using (true) with check (true);
