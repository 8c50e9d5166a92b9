create function approval.user_organizations__approvers() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  tenant uuid;
  variants uuid[];
begin
  for tenant, variants in
    select n.organization_id, array_agg(distinct a.asset_variant_id)
    from new_rows n
    join approval.content_approvals a on a.organization_id = n.organization_id and a.assigned_to = n.user_id
    where a.status in ('waiting', 'open') and (n.status <> 'active' or n.role <> a.approver_role)
    group by n.organization_id
  loop
    perform content.lock_variants(tenant, variants);

    with voided as (
      update approval.content_approvals a
      set status = 'voided'
      from new_rows n
      where a.organization_id = tenant and n.organization_id = tenant and a.assigned_to = n.user_id
        and a.asset_variant_id = any (variants)
        and a.status in ('waiting', 'open') and (n.status <> 'active' or n.role <> a.approver_role)
      returning a.id, a.organization_id, a.asset_variant_id, a.approval_workflow_id, a.approval_step_id, a.position, a.approver_role, a.opened_at
    )
    insert into approval.content_approvals
      (organization_id, asset_variant_id, approval_workflow_id, approval_step_id, position, approver_role, status, opened_at)
    select distinct v.organization_id, v.asset_variant_id, v.approval_workflow_id, v.approval_step_id, v.position, v.approver_role,
      case when v.opened_at is null then 'waiting' else 'open' end, v.opened_at
    from voided v
    -- Decided or still asked of somebody else: the step goes on without the one who left.
    where not exists (
      select from approval.content_approvals a
      where a.organization_id = v.organization_id and a.asset_variant_id = v.asset_variant_id
        and a.approval_step_id = v.approval_step_id and a.status <> 'voided'
        and a.id not in (select id from voided));

    perform approval.advance_review(tenant, variants);
  end loop;
  return null;
end $$;
comment on function approval.user_organizations__approvers() is
  'Trigger: decisions asked of a member who left or changed role are voided; where nobody else of the step was asked, any member of its role may decide instead.';

create trigger user_organizations__approvers after update on identity.user_organizations
  referencing new table as new_rows for each statement execute function approval.user_organizations__approvers();
