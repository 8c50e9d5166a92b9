create trigger approval_workflows__touch before update on approval.approval_workflows
  for each row execute function core.touch();
