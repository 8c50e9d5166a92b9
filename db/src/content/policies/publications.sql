grant select on content.publications to vp_member;
grant select, insert on content.publications to vp_definer;

create policy vp_member__select on content.publications for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on content.publications for all to vp_definer using (true) with check (true);
