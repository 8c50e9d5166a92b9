create function approval.approval_steps__in_use() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := coalesce(new.organization_id, old.organization_id);
  workflow constant uuid := coalesce(new.approval_workflow_id, old.approval_workflow_id);
begin
  -- Row security refuses this one; a reason here would tell about another organisation's reviews.
  if core.actor() = 'user' and tenant is distinct from identity.org_id('admin') then
    return coalesce(new, old);
  end if;
  -- A submission holds the workflow until it is done, so that it sees all of the steps or none of the change.
  perform from approval.approval_workflows w where w.organization_id = tenant and w.id = workflow for no key update;
  if exists (
    select from approval.content_approvals a
    where a.organization_id = tenant and a.approval_workflow_id = workflow and a.status in ('waiting', 'open')
  ) then
    perform core.raise('VP208', 'Variants are in review by this workflow: its steps cannot change.',
      'Decide them first, or insert another workflow and make it the default.');
  end if;
  if tg_op = 'DELETE' then
    if exists (
      select from approval.content_approvals a
      where a.organization_id = tenant and a.approval_step_id = old.id
    ) then
      perform core.raise('VP208', 'Decisions were made in this step: it cannot be deleted.',
        'Set the workflow''s status to retired and insert another one.');
    end if;
    return old;
  end if;
  return new;
end $$;
comment on function approval.approval_steps__in_use() is
  'Trigger: the steps of a workflow do not change while variants are in review by it, and a step with decisions is not deleted.';

create trigger approval_steps__in_use before insert or update or delete on approval.approval_steps
  for each row execute function approval.approval_steps__in_use();
