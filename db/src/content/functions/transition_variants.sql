create function content.transition_variants(organization_id uuid, ids uuid[], status text, failure text default null) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  moves constant jsonb := '{
    "pending": ["rendered", "failed", "cancelled"],
    "rendered": ["scored", "cancelled"],
    "scored": ["in_review", "superseded"],
    "in_review": ["approved", "rejected", "changes_requested", "superseded"],
    "changes_requested": ["superseded"],
    "approved": ["published", "superseded"],
    "rejected": ["superseded"],
    "published": ["superseded"],
    "superseded": [],
    "failed": ["pending", "superseded"],
    "cancelled": ["pending"]}';
  hints constant jsonb := '{
    "pending": "It is being made; cancel_content_request stops it.",
    "rendered": "It is being scored; look again in a moment.",
    "scored": "Call submit_for_review to have it approved, or revise_asset_variant to change it.",
    "in_review": "Call decide_approvals, or revise_asset_variant to change it.",
    "changes_requested": "Call revise_asset_variant to make the changes.",
    "approved": "Call record_publication once it is published, or revise_asset_variant to change it.",
    "rejected": "Call revise_asset_variant to make another one.",
    "published": "Call revise_asset_variant to make another one.",
    "superseded": "Use the current revision of this placement: GET /asset_variants?is_current=is.true.",
    "failed": "Call retry_content_request, or revise_asset_variant with other copy.",
    "cancelled": "Call retry_content_request to have it made after all."}';
  found_ids constant uuid[] := content.lock_variants(organization_id, ids);
  stuck record;
begin
  select v.status, v.platform, v.placement, count(*) over () as number,
    string_agg(v.id::text, ', ') over () as every_id
  into stuck
  from content.asset_variants v
  where v.organization_id = transition_variants.organization_id and v.id = any(found_ids)
    and not moves -> v.status ? transition_variants.status
  order by v.id
  limit 1;
  if stuck.status is not null then
    perform core.raise('VP202',
      format('The variant %s/%s is %s and cannot become %s%s.', stuck.platform, stuck.placement, stuck.status,
        case when stuck.status = status then 'so again' else status end,
        case when stuck.number > 1 then format('; nor can %s more', stuck.number - 1) else '' end),
      hints ->> stuck.status, stuck.every_id);
  end if;
  -- What becomes scored takes the score of its current result along: one write, not two.
  update content.asset_variants v
  set status = transition_variants.status, failure = left(transition_variants.failure, 4000),
      is_current = v.is_current and transition_variants.status <> 'superseded',
      score = case when c.id is null then v.score else c.score end, verdict = coalesce(c.verdict, v.verdict)
  from unnest(found_ids) f (id)
  left join content.compliance_results c on transition_variants.status = 'scored'
    and c.organization_id = transition_variants.organization_id and c.asset_variant_id = f.id and c.is_current
  where v.organization_id = transition_variants.organization_id and v.id = f.id;
  if status = 'superseded' then
    update content.variant_assets u set is_current = false
    where u.organization_id = transition_variants.organization_id and u.asset_variant_id = any(found_ids);
  end if;
end $$;
comment on function content.transition_variants(uuid, uuid[], text, text) is
  'The one way in which asset variants change their status: all of them or none. What becomes scored shows the score of its current result from then on. Raises VP200, and VP202 for a move that is not legal.';
