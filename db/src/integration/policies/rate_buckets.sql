grant select, insert, update, delete on integration.rate_buckets to vp_definer;
grant select on integration.rate_buckets to vp_dba, vp_monitor;

create policy definer__all on integration.rate_buckets for all to vp_definer using (true) with check (true);
create policy vp_dba__select on integration.rate_buckets for select to vp_dba using (true);
create policy vp_monitor__select on integration.rate_buckets for select to vp_monitor using (true);
