create function analytics.content_approvals__decided() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  insert into analytics.review_decisions (organization_id, content_approval_id, brand_profile_id, compliance_result_id, is_approved, decided_at)
  select n.organization_id, n.id, q.brand_profile_id, n.compliance_result_id, n.status = 'approved', n.decided_at
  from new_rows n
  join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  join content.asset_variants v on v.organization_id = n.organization_id and v.id = n.asset_variant_id
  join content.content_requests q on q.organization_id = v.organization_id and q.id = v.content_request_id
  where o.decided_at is null and n.decided_at is not null and n.compliance_result_id is not null;
  return null;
end $$;
comment on function analytics.content_approvals__decided() is 'Trigger: keeps each decision with the score that it was made on.';

create trigger content_approvals__decided after update on approval.content_approvals
  referencing old table as old_rows new table as new_rows for each statement execute function analytics.content_approvals__decided();
