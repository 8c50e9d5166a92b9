grant select, insert, update, delete on analytics.check_outcomes_daily to vp_definer;

create policy definer__all on analytics.check_outcomes_daily for all to vp_definer using (true) with check (true);
