grant select on system.workers to vp_dba;
grant select, insert, update, delete on system.workers to vp_definer;

create policy vp_dba__select on system.workers for select to vp_dba using (true);
create policy definer__all on system.workers for all to vp_definer using (true) with check (true);
