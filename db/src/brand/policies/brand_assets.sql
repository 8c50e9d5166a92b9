grant select, delete,
  insert (organization_id, id, brand_profile_id, kind, name, file_id, font_weight, font_role, is_default, status, tags, license, license_expires_on, metadata),
  update (id, brand_profile_id, kind, file_id, name, font_weight, font_role, is_default, status, tags, license, license_expires_on, metadata) on brand.brand_assets to vp_member;
grant select, update on brand.brand_assets to vp_definer;

create policy vp_member__select on brand.brand_assets for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on brand.brand_assets for insert to vp_member
  with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__update on brand.brand_assets for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__delete on brand.brand_assets for delete to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy definer__all on brand.brand_assets for all to vp_definer using (true) with check (true);
