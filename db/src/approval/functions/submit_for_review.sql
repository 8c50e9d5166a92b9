create function approval.submit_for_review(asset_variant_ids uuid[], approval_workflow_id uuid default null) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  workflow uuid;
  wanted constant uuid[] := array(select distinct id from unnest(asset_variant_ids) id where id is not null order by id);
  problem record;
begin
  if cardinality(wanted) not between 1 and 500 then
    perform core.raise('VP201', 'asset_variant_ids names 1 to 500 variants.', 'Send the ids of scored variants.');
  end if;
  if submit_for_review.approval_workflow_id is null then
    workflow := approval.default_workflow(tenant);
    if workflow is null then
      perform core.raise('VP202', 'The organisation has no default workflow with steps.',
        'Insert approval_workflows with is_default, then its approval_steps; or name an approval_workflow_id.');
    end if;
  else
    select w.id into workflow from approval.approval_workflows w
    where w.organization_id = tenant and w.id = submit_for_review.approval_workflow_id;
    if workflow is null then
      perform core.raise('VP200', format('There is no workflow %s.', submit_for_review.approval_workflow_id), 'See approval_workflows.');
    end if;
    if not exists (
      select from approval.approval_workflows w
      join approval.approval_steps s on s.organization_id = w.organization_id and s.approval_workflow_id = w.id
      where w.organization_id = tenant and w.id = workflow and w.status = 'active'
    ) then
      perform core.raise('VP202', 'The workflow is retired or has no steps.', 'Name an active one that has approval_steps.');
    end if;
  end if;

  perform approval.lock_workflow(tenant, workflow);
  perform from content.asset_variants v
  where v.organization_id = tenant and v.id = any (wanted) order by v.id for no key update;

  select min(o.code) as code, count(*) as variants, jsonb_agg(jsonb_build_object('id', o.asset_variant_id, 'reason', o.reason)) as reasons,
    string_agg(format('%s: %s', o.asset_variant_id, o.reason), '; ' order by o.asset_variant_id) as text
  into problem
  from approval.review_obstacles(tenant, wanted, workflow) o;
  if problem.variants > 0 then
    perform core.raise(problem.code,
      format('%s of %s variants cannot be submitted; nothing was changed. %s.', problem.variants, cardinality(wanted), problem.text),
      'Leave them out, or change what is in the way.', problem.reasons::text);
  end if;
  perform approval.open_review(tenant, wanted, workflow);
  return cardinality(wanted);
end $$;
comment on function approval.submit_for_review(uuid[], uuid) is
  'Submits scored variants for review, all or none. Returns their number. Raises VP200, VP201, VP202.';
grant execute on function approval.submit_for_review(uuid[], uuid) to vp_member;
