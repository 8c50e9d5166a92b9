create function approval.asset_variants__scored() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  tenant uuid;
  scored uuid[];
  ready uuid[];
  workflow uuid;
begin
  for tenant, scored in
    select n.organization_id, array_agg(n.id order by n.id)
    from new_rows n
    join old_rows o on o.organization_id = n.organization_id and o.id = n.id
    where n.status = 'scored' and n.verdict in ('pass', 'warn') and n.is_current
      -- Or scored again, where the former score was in the way.
      and (o.status <> 'scored' or o.verdict in ('fail', 'incomplete'))
    group by n.organization_id
  loop
    workflow := approval.default_workflow(tenant);
    continue when workflow is null or not system.setting('approval.submit_when_scored', tenant)::boolean;
    perform approval.lock_workflow(tenant, workflow);
    -- What is in the way stops a submission, never the scoring: the variant stays scored, and submit_for_review says why.
    ready := array(
      select unnest(scored)
      except
      select o.asset_variant_id from approval.review_obstacles(tenant, scored, workflow) o);
    continue when cardinality(ready) = 0;
    perform approval.open_review(tenant, ready, workflow);
  end loop;
  return null;
end $$;
comment on function approval.asset_variants__scored() is
  'Trigger: submits variants to the default workflow as they are scored, or scored again after they had failed, unless they fail, the setting approval.submit_when_scored is off, or nobody could decide.';

create trigger asset_variants__scored after update on content.asset_variants
  referencing old table as old_rows new table as new_rows for each statement execute function approval.asset_variants__scored();
