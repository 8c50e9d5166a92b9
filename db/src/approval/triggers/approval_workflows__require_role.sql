create trigger approval_workflows__require_role before insert or update or delete on approval.approval_workflows
  for each statement execute function identity.require_role('admin');
