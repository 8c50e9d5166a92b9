create function approval.decision_obstacles(organization_id uuid, content_approval_ids uuid[])
  returns table (content_approval_id uuid, code text, reason text)
  language sql stable security definer set search_path = '' as $$
  with caller as materialized (
    select core.user_id() as user_id, identity.role_rank(identity.org_role()) as rank,
      approval.allows_self_approval(decision_obstacles.organization_id) as may_decide_own
  )
  select wanted.id, obstacle.code, obstacle.reason
  from unnest(content_approval_ids) as wanted (id)
  cross join caller
  left join approval.content_approvals a on a.organization_id = decision_obstacles.organization_id and a.id = wanted.id
  left join identity.users decider on decider.id = a.decided_by
  left join identity.users assignee on assignee.id = a.assigned_to
  left join content.asset_variants v on v.organization_id = a.organization_id and v.id = a.asset_variant_id
  left join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  cross join lateral (
    select case
      when a.id is null then 'VP200'
      when a.status <> 'open' then 'VP202'
      else 'VP103'
    end,
    case
      when a.id is null then 'there is no such approval'
      when a.status = 'waiting' then 'an earlier step is not done'
      when a.status = 'voided' then 'it was voided: the variant''s review ended or started again'
      when a.status <> 'open' then format('%s has decided it: %s', coalesce(decider.full_name, 'somebody'), replace(a.status, '_', ' '))
      when identity.role_rank(a.approver_role) > caller.rank then format('it needs the role %s or higher', a.approver_role)
      when a.assigned_to <> caller.user_id then format('it is %s''s to decide', assignee.full_name)
      when caller.user_id in (v.created_by, r.created_by) and not caller.may_decide_own then 'it is your own content'
    end
  ) as obstacle (code, reason)
  where obstacle.reason is not null
$$;
comment on function approval.decision_obstacles(uuid, uuid[]) is
  'Which of these approvals the caller cannot decide, and why; no row for one that is theirs to decide.';
grant execute on function approval.decision_obstacles(uuid, uuid[]) to vp_definer;
