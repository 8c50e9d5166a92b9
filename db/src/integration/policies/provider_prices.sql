grant select on integration.provider_prices to vp_member, vp_definer;

create policy vp_member__select on integration.provider_prices for select to vp_member using (true);
create policy definer__all on integration.provider_prices for all to vp_definer using (true) with check (true);
