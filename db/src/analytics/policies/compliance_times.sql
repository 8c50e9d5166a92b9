grant select, insert, update, delete on analytics.compliance_times to vp_definer;

create policy definer__all on analytics.compliance_times for all to vp_definer using (true) with check (true);
