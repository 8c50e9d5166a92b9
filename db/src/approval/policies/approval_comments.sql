grant select, insert (organization_id, id, asset_variant_id, content_approval_id, body) on approval.approval_comments to vp_member;

create policy vp_member__select on approval.approval_comments for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on approval.approval_comments for insert to vp_member
  with check (organization_id = (select identity.org_id('reviewer')));
