grant select, delete,
  insert (organization_id, id, name, description, voice, status, metadata),
  update (id, name, description, voice, status, metadata) on brand.brand_profiles to vp_member;
grant select, update on brand.brand_profiles to vp_definer;

create policy vp_member__select on brand.brand_profiles for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on brand.brand_profiles for insert to vp_member
  with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__update on brand.brand_profiles for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__delete on brand.brand_profiles for delete to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy definer__all on brand.brand_profiles for all to vp_definer using (true) with check (true);
