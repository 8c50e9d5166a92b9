grant select (id, name, slug, time_zone, status, created_by, metadata, created_at, updated_at),
  update (name, time_zone, metadata) on identity.organizations to vp_member;
grant select, insert, update on identity.organizations to vp_definer;

create policy vp_member__select on identity.organizations for select to vp_member
  using (id in (select m.organization_id from identity.user_organizations m
                where m.user_id = (select core.user_id()) and m.status = 'active'));
create policy vp_member__update on identity.organizations for update to vp_member
  using (id = (select identity.org_id())) with check (id = (select identity.org_id('admin')));
create policy definer__all on identity.organizations for all to vp_definer using (true) with check (true);
