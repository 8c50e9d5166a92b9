grant select, insert, update, delete on integration.foreign_tasks to vp_definer;

create policy definer__all on integration.foreign_tasks for all to vp_definer using (true) with check (true);
