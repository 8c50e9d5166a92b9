grant select on content.asset_variants to vp_member;
grant select, insert, update on content.asset_variants to vp_definer;

create policy vp_member__select on content.asset_variants for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on content.asset_variants for all to vp_definer using (true) with check (true);
