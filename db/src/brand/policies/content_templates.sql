grant select,
  insert (organization_id, id, slug, name, description, brand_profile_id, layout, metadata),
  update (name, description, status, metadata) on brand.content_templates to vp_member;
grant select on brand.content_templates to vp_definer;

-- Few rows: the organisation's own and the shared ones.
create policy vp_member__select on brand.content_templates for select to vp_member
  using (organization_id = (select identity.org_id()) or organization_id = identity.system_organization_id());
create policy vp_member__insert on brand.content_templates for insert to vp_member
  with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__update on brand.content_templates for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('editor')));
create policy definer__all on brand.content_templates for all to vp_definer using (true) with check (true);
