grant select, insert, update, delete on integration.webhook_secrets to vp_definer;

create policy definer__all on integration.webhook_secrets for all to vp_definer using (true) with check (true);
