create function approval.default_workflow(organization_id uuid) returns uuid
  language sql stable security definer set search_path = '' as $$
  select w.id
  from approval.approval_workflows w
  where w.organization_id = default_workflow.organization_id and w.is_default and w.status = 'active'
    and exists (
      select from approval.approval_steps s where s.organization_id = w.organization_id and s.approval_workflow_id = w.id)
$$;
comment on function approval.default_workflow(uuid) is 'The organisation''s active default workflow; null while there is none that has steps.';
grant execute on function approval.default_workflow(uuid) to vp_definer;
