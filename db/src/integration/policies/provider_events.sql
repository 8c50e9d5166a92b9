grant select, insert, update, delete on integration.provider_events to vp_definer;

create policy definer__all on integration.provider_events for all to vp_definer using (true) with check (true);
