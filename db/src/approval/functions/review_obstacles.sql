create function approval.review_obstacles(organization_id uuid, asset_variant_ids uuid[], approval_workflow_id uuid)
  returns table (asset_variant_id uuid, code text, reason text)
  language sql stable security definer set search_path = '' as $$
  select wanted.id, obstacle.code, obstacle.reason
  from (select distinct unnest(asset_variant_ids)) as wanted (id)
  left join content.asset_variants v on v.organization_id = review_obstacles.organization_id and v.id = wanted.id
  left join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  cross join lateral (
    select 'VP200', 'there is no such variant' where v.id is null
    union all
    select 'VP202', case
      when not v.is_current then 'a newer revision has replaced it'
      else format('it is %s; only a scored variant can be submitted', v.status)
    end
    where v.status <> 'scored' or not v.is_current
    union all
    select 'VP202', format('step "%s" asks every %s, and the organisation has none who may decide it', s.name, s.approver_role)
    from approval.approval_steps s
    where v.id is not null
      and s.organization_id = review_obstacles.organization_id
      and s.approval_workflow_id = review_obstacles.approval_workflow_id
      and s.requires = 'all_of'
      and not exists (
        select from approval.step_members(s.organization_id, s.approver_role, array[v.created_by, r.created_by]))
    order by 1, 2
    limit 1
  ) as obstacle (code, reason)
$$;
comment on function approval.review_obstacles(uuid, uuid[], uuid) is
  'Which of these variants cannot go to review by this workflow, and why; no row for one that can.';
grant execute on function approval.review_obstacles(uuid, uuid[], uuid) to vp_definer;
