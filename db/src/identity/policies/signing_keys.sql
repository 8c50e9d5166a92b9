grant select on identity.signing_keys to vp_definer;

create policy definer__all on identity.signing_keys for all to vp_definer using (true) with check (true);
