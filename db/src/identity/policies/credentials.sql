grant select, insert, update on identity.credentials to vp_definer;

create policy definer__all on identity.credentials for all to vp_definer using (true) with check (true);
