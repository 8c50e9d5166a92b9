grant select, insert, update, delete on identity.sessions to vp_definer;

create policy definer__all on identity.sessions for all to vp_definer using (true) with check (true);
