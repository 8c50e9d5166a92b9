grant select, insert, update on integration.subject_spends to vp_definer;

create policy definer__all on integration.subject_spends for all to vp_definer using (true) with check (true);
