create function approval.lock_workflow(organization_id uuid, approval_workflow_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from approval.approval_workflows w
  where w.organization_id = lock_workflow.organization_id and w.id = lock_workflow.approval_workflow_id
  for share;
  perform from identity.user_organizations m
  where m.organization_id = lock_workflow.organization_id and m.status = 'active'
    and m.role in (
      select s.approver_role from approval.approval_steps s
      where s.organization_id = lock_workflow.organization_id
        and s.approval_workflow_id = lock_workflow.approval_workflow_id and s.requires = 'all_of')
  order by m.user_id
  for share;
end $$;
comment on function approval.lock_workflow(uuid, uuid) is
  'Until the end of the transaction nobody changes the workflow''s steps, and no member whom an all_of step asks leaves or changes role.';
grant execute on function approval.lock_workflow(uuid, uuid) to vp_definer;
