create trigger approval_workflows__keep before update on approval.approval_workflows
  for each row execute function core.keep('id');
