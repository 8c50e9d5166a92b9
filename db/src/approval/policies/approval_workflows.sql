grant select, insert (organization_id, id, name, is_default, status, metadata), update (id, name, is_default, status, metadata), delete
  on approval.approval_workflows to vp_member;
grant select, update on approval.approval_workflows to vp_definer;

create policy vp_member__select on approval.approval_workflows for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on approval.approval_workflows for insert to vp_member
  with check (organization_id = (select identity.org_id('admin')));
create policy vp_member__update on approval.approval_workflows for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('admin')));
create policy vp_member__delete on approval.approval_workflows for delete to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy definer__all on approval.approval_workflows for all to vp_definer using (true) with check (true);
