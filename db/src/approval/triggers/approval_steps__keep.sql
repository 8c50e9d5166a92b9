create trigger approval_steps__keep before update on approval.approval_steps
  for each row execute function core.keep('id', 'approval_workflow_id');
