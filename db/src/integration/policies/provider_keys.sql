-- Secrets: nobody else reads them.
grant select, insert, update, delete on integration.provider_keys to vp_definer;

create policy definer__all on integration.provider_keys for all to vp_definer using (true) with check (true);
