grant select on content.variant_assets to vp_member;
grant select, insert, update, delete on content.variant_assets to vp_definer;

create policy vp_member__select on content.variant_assets for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on content.variant_assets for all to vp_definer using (true) with check (true);
