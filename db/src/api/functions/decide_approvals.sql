create function api.decide_approvals(content_approval_ids uuid[], decision text, comment text default null) returns setof api.content_approvals
  language sql volatile set search_path = ''
  begin atomic
    select approval.decide_approvals(content_approval_ids, decision, comment);
    select a.organization_id, a.id, a.asset_variant_id, a.approval_workflow_id, a.approval_step_id, a.position, a.approver_role,
      a.assigned_to, a.status, a.comment, a.decided_by, a.decided_at, a.compliance_result_id, a.opened_at, a.created_at
    from api.content_approvals a
    where a.id = any (content_approval_ids)
    order by a.id;
  end;
comment on function api.decide_approvals is 'Decide approvals in bulk (reviewer and up, by the step)
All or none: approve, reject or request_changes, the latter two with a comment that says why. Answers the decided rows. Errors: VP103 (403: role too low, somebody else''s, or own content), VP200 (404), VP201 (422), VP202 (409: not open), VP206 (422: no reason); details lists each approval and its reason.';
grant execute on function api.decide_approvals to vp_member;
