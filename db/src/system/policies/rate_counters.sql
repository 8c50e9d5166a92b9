grant select, insert, update, delete on system.rate_counters to vp_definer;

create policy definer__all on system.rate_counters for all to vp_definer using (true) with check (true);
