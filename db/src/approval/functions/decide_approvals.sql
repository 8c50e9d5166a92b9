create function approval.decide_approvals(content_approval_ids uuid[], decision text, comment text default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('reviewer');
  caller constant uuid := identity.require_user();
  wanted constant uuid[] := array(select distinct id from unnest(content_approval_ids) id where id is not null order by id);
  reason constant text := nullif(btrim(decide_approvals.comment), '');
  outcome constant text := case decide_approvals.decision
    when 'approve' then 'approved' when 'reject' then 'rejected' when 'request_changes' then 'changes_requested' end;
  variants uuid[];
  problem record;
begin
  if cardinality(wanted) not between 1 and 500 then
    perform core.raise('VP201', 'content_approval_ids names 1 to 500 approvals.', 'See content_approvals?status=eq.open.');
  end if;
  if outcome is null then
    perform core.raise('VP201', 'decision is approve, reject or request_changes.', 'Send one of the three.');
  end if;
  if length(reason) > 4000 then
    perform core.raise('VP201', 'comment has at most 4000 characters.', 'Say more in approval_comments.');
  end if;
  if outcome <> 'approved' and reason is null then
    perform core.raise('VP206', format('To %s needs a reason.', replace(decision, '_', ' ')), 'Say in comment what has to change.');
  end if;

  -- Whoever reviews, revises or removes a member locks the variants first, in order of id, then their approvals.
  variants := array(
    select distinct a.asset_variant_id from approval.content_approvals a
    where a.organization_id = tenant and a.id = any (wanted));
  perform content.lock_variants(tenant, variants);
  perform from approval.content_approvals a
  where a.organization_id = tenant and a.asset_variant_id = any (variants) and a.status in ('waiting', 'open')
  order by a.id for no key update;

  select min(o.code) filter (where o.code = 'VP200') as unknown, min(o.code) as code, count(*) as approvals,
    jsonb_agg(jsonb_build_object('id', o.content_approval_id, 'reason', o.reason)) as reasons,
    string_agg(format('%s: %s', o.content_approval_id, o.reason), '; ' order by o.content_approval_id) as text
  into problem
  from approval.decision_obstacles(tenant, wanted) o;
  if problem.approvals > 0 then
    perform core.raise(coalesce(problem.unknown, problem.code),
      format('%s of %s approvals cannot be decided; nothing was changed. %s.', problem.approvals, cardinality(wanted), problem.text),
      'Leave them out. What is yours to decide: content_approvals?status=eq.open.', problem.reasons::text);
  end if;

  update approval.content_approvals a
  set status = outcome, comment = reason, decided_by = caller, decided_at = now(),
    compliance_result_id = (
      select c.id from content.compliance_results c
      where c.organization_id = a.organization_id and c.asset_variant_id = a.asset_variant_id and c.is_current)
  where a.organization_id = tenant and a.id = any (wanted);
  if outcome = 'approved' then
    perform approval.advance_review(tenant, variants);
  else
    perform content.transition_variants(tenant, variants, outcome);
  end if;
end $$;
comment on function approval.decide_approvals(uuid[], text, text) is
  'Decides open approvals, all or none: approve, reject or request_changes, the latter two with a reason. Raises VP103, VP200, VP201, VP202, VP206.';
grant execute on function approval.decide_approvals(uuid[], text, text) to vp_member;
