create function approval.asset_variants__review_ended() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  -- Most changes end no review: then nothing is updated, and no trigger of that update runs.
  if not exists (
    select from new_rows n
    join old_rows o on o.organization_id = n.organization_id and o.id = n.id
    where n.status <> o.status and (o.status = 'in_review' or n.status = 'superseded')
  ) then
    return null;
  end if;
  update approval.content_approvals a
  set status = 'voided'
  from new_rows n
  join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  where a.organization_id = n.organization_id and a.asset_variant_id = n.id
    and n.status <> o.status
    and (
      -- Nothing is left to decide on a variant that is not in review.
      (o.status = 'in_review' and a.status in ('waiting', 'open'))
      -- An edit takes back what was approved.
      or (n.status = 'superseded' and o.status <> 'published' and a.status = 'approved')
    );
  return null;
end $$;
comment on function approval.asset_variants__review_ended() is
  'Trigger: a variant that leaves review voids its undecided approvals; one that a new revision replaces before it was published, the approved ones too.';

create trigger asset_variants__review_ended after update on content.asset_variants
  referencing old table as old_rows new table as new_rows for each statement execute function approval.asset_variants__review_ended();
