create trigger approval_steps__require_role before insert or update or delete on approval.approval_steps
  for each statement execute function identity.require_role('admin');
