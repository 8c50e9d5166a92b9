grant select, insert, delete on identity.acting_transactions to vp_definer;

create policy definer__all on identity.acting_transactions for all to vp_definer using (true) with check (true);
