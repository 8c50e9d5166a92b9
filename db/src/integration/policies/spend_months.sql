grant select, insert, update on integration.spend_months to vp_definer;

create policy definer__all on integration.spend_months for all to vp_definer using (true) with check (true);
