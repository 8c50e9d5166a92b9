grant select, insert, update, delete on analytics.compliance_times_monthly to vp_definer;

create policy definer__all on analytics.compliance_times_monthly for all to vp_definer using (true) with check (true);
