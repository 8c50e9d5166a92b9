create function approval.open_review(organization_id uuid, asset_variant_ids uuid[], approval_workflow_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into approval.content_approvals
    (organization_id, asset_variant_id, approval_workflow_id, approval_step_id, position, approver_role, assigned_to, status, opened_at)
  select v.organization_id, v.id, s.approval_workflow_id, s.id, s.position, s.approver_role, member.user_id,
    case when s.is_first then 'open' else 'waiting' end, case when s.is_first then now() end
  from content.asset_variants v
  join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  cross join (
    select steps.*, steps.position = min(steps.position) over () as is_first
    from approval.approval_steps steps
    where steps.organization_id = open_review.organization_id
      and steps.approval_workflow_id = open_review.approval_workflow_id
  ) as s
  cross join lateral (
    select null::uuid where s.requires = 'any_one'
    union all
    select approval.step_members(v.organization_id, s.approver_role, array[v.created_by, r.created_by]) where s.requires = 'all_of'
  ) as member (user_id)
  where v.organization_id = open_review.organization_id and v.id = any (open_review.asset_variant_ids);

  perform content.transition_variants(open_review.organization_id, open_review.asset_variant_ids, 'in_review');
end $$;
comment on function approval.open_review(uuid, uuid[], uuid) is
  'Opens the review of scored variants: one approval a step (any_one) or a member (all_of); the first step open, later ones waiting. The caller has ruled out the obstacles.';
grant execute on function approval.open_review(uuid, uuid[], uuid) to vp_definer;
