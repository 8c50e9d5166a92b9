grant select on content.platform_placements to vp_anon, vp_member, vp_definer;

create policy vp_anon__select on content.platform_placements for select to vp_anon using (true);
create policy vp_member__select on content.platform_placements for select to vp_member using (true);
create policy definer__all on content.platform_placements for all to vp_definer using (true) with check (true);
