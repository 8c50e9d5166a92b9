grant select on integration.rate_limits to vp_member, vp_definer;

create policy vp_member__select on integration.rate_limits for select to vp_member using (true);
create policy definer__all on integration.rate_limits for all to vp_definer using (true) with check (true);
