grant select, delete,
  insert (organization_id, id, brand_profile_id, palette, forbidden_colors, prohibited_terms, required_terms, allowed_fonts, logo_rules, rules, notes),
  update (id, brand_profile_id, palette, forbidden_colors, prohibited_terms, required_terms, allowed_fonts, logo_rules, rules, notes) on brand.brand_guidelines to vp_member;
grant select, update on brand.brand_guidelines to vp_definer;

create policy vp_member__select on brand.brand_guidelines for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on brand.brand_guidelines for insert to vp_member
  with check (organization_id = (select identity.org_id('editor')) and status = 'draft');
create policy vp_member__update on brand.brand_guidelines for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__delete on brand.brand_guidelines for delete to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy definer__all on brand.brand_guidelines for all to vp_definer using (true) with check (true);
