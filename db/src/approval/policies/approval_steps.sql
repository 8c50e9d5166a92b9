grant select, insert (organization_id, id, approval_workflow_id, position, name, approver_role, requires),
  update (id, approval_workflow_id, position, name, approver_role, requires), delete on approval.approval_steps to vp_member;
grant select on approval.approval_steps to vp_definer;

create policy vp_member__select on approval.approval_steps for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on approval.approval_steps for insert to vp_member
  with check (organization_id = (select identity.org_id('admin')));
create policy vp_member__update on approval.approval_steps for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('admin')));
create policy vp_member__delete on approval.approval_steps for delete to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy definer__all on approval.approval_steps for all to vp_definer using (true) with check (true);
