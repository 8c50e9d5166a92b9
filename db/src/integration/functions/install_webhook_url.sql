create function integration.install_webhook_url(url text) returns void
  language plpgsql volatile set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
begin
  if url !~ '^https?://[^\s/?#]+/[^\s?#]*$' then
    perform core.raise('VP201', format('%s is no address for webhooks.', url), 'It is the address of /rpc/freepik_webhook, as the provider reaches it.');
  end if;
  if url is null then
    delete from system.system_settings s
    where s.organization_id = identity.system_organization_id() and s.key = 'integration.webhook_url';
  else
    insert into system.system_settings as s (organization_id, key, value)
    values (identity.system_organization_id(), 'integration.webhook_url', to_jsonb(install_webhook_url.url))
    on conflict (organization_id, key) do update set value = excluded.value where s.value <> excluded.value;
  end if;
end $$;
comment on function integration.install_webhook_url(text) is
  'Where the provider sends its webhooks from now on; null: nowhere, it is polled. Run by the deploy. Raises VP201.';
