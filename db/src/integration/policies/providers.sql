grant select on integration.providers to vp_member, vp_definer;

create policy vp_member__select on integration.providers for select to vp_member using (true);
create policy definer__all on integration.providers for all to vp_definer using (true) with check (true);
