create view api.approval_steps with (security_invoker = true) as
select s.organization_id, s.id, s.approval_workflow_id, s.position, s.name, s.approver_role, s.requires, s.created_at
from approval.approval_steps s;
comment on view api.approval_steps is 'Steps of the workflows
For admins to write; in order of position. They do not change while variants are in review by the workflow (VP208).';
comment on column api.approval_steps.approver_role is 'reviewer, editor, admin or owner.';
comment on column api.approval_steps.requires is 'any_one: one member of at least approver_role decides. all_of: every member who has exactly approver_role at submission decides.';
alter view api.approval_steps alter organization_id set default identity.org_id();
alter view api.approval_steps alter id set default core.uuid_v7();
alter view api.approval_steps alter requires set default 'any_one';
grant select, insert (organization_id, id, approval_workflow_id, position, name, approver_role, requires),
  update (id, approval_workflow_id, position, name, approver_role, requires), delete on api.approval_steps to vp_member;
