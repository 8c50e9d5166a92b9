create trigger approval_comments__require_role before insert on approval.approval_comments
  for each statement execute function identity.require_role('reviewer');
