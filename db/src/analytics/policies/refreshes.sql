grant select on analytics.refreshes to vp_definer;

create policy definer__all on analytics.refreshes for all to vp_definer using (true) with check (true);
