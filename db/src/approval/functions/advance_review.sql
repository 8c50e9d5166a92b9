create function approval.advance_review(organization_id uuid, asset_variant_ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  done uuid[];
begin
  -- A step is done when nothing of it is open any more.
  update approval.content_approvals a
  set status = 'open', opened_at = now()
  from (
    select w.asset_variant_id, min(w.position) as position
    from approval.content_approvals w
    where w.organization_id = advance_review.organization_id and w.asset_variant_id = any (advance_review.asset_variant_ids)
      and w.status in ('waiting', 'open')
    group by w.asset_variant_id
    having bool_and(w.status = 'waiting')
  ) as next
  where a.organization_id = advance_review.organization_id and a.asset_variant_id = next.asset_variant_id
    and a.position = next.position and a.status = 'waiting';

  done := array(
    select v.id
    from content.asset_variants v
    where v.organization_id = advance_review.organization_id and v.id = any (advance_review.asset_variant_ids)
      and v.status = 'in_review'
      and not exists (
        select from approval.content_approvals a
        where a.organization_id = v.organization_id and a.asset_variant_id = v.id and a.status in ('waiting', 'open')));
  if cardinality(done) > 0 then
    perform content.transition_variants(advance_review.organization_id, done, 'approved');
  end if;
end $$;
comment on function approval.advance_review(uuid, uuid[]) is
  'Opens the next step of each variant whose current step is done; a variant whose last step is done becomes approved. The caller has locked the variants.';
grant execute on function approval.advance_review(uuid, uuid[]) to vp_definer;
