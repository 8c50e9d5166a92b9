create function api.submit_for_review(asset_variant_ids uuid[], approval_workflow_id uuid default null) returns int
  language sql volatile set search_path = ''
  return approval.submit_for_review(asset_variant_ids, approval_workflow_id);
comment on function api.submit_for_review is 'Submit scored variants for review (editor)
All or none; by the default workflow unless one is named. Answers their number. Errors: VP103 (403), VP200 (404), VP201 (422), VP202 (409: not scored, replaced, no workflow, or a step that nobody could decide); details lists each variant and its reason.';
grant execute on function api.submit_for_review to vp_member;
