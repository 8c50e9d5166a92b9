grant select on system.rollup_cursors to vp_dba, vp_monitor;
grant select, insert, update on system.rollup_cursors to vp_definer;

create policy definer__all on system.rollup_cursors for all to vp_definer using (true) with check (true);
create policy vp_dba__select on system.rollup_cursors for select to vp_dba using (true);
create policy vp_monitor__select on system.rollup_cursors for select to vp_monitor using (true);
