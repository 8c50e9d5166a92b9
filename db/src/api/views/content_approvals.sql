create view api.content_approvals with (security_invoker = true) as
select a.organization_id, a.id, a.asset_variant_id, a.approval_workflow_id, a.approval_step_id, a.position, a.approver_role,
  a.assigned_to, a.status, a.comment, a.decided_by, a.decided_at, a.compliance_result_id, a.opened_at, a.created_at
from approval.content_approvals a;
comment on view api.content_approvals is 'Decisions asked of people
One a variant revision, step and (for all_of) member. decide_approvals decides those that are open.';
comment on column api.content_approvals.assigned_to is 'The one member who decides (all_of); null: any member of at least approver_role (any_one).';
comment on column api.content_approvals.status is
  'waiting (an earlier step is not done), open, approved, rejected, changes_requested, or voided (overtaken by another decision, a new revision or a change of members).';
comment on column api.content_approvals.compliance_result_id is 'The score that the variant had when it was decided.';
comment on column api.content_approvals.comment is 'The reason; there always is one for rejected and changes_requested.';
grant select on api.content_approvals to vp_member;
