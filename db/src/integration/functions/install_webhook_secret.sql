create function integration.install_webhook_secret(secret text, keep interval default '1 day') returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update integration.webhook_secrets s set expires_at = now() + keep
  where s.provider = 'freepik' and s.expires_at is null and s.secret <> install_webhook_secret.secret;
  insert into integration.webhook_secrets as s (provider, secret) values ('freepik', install_webhook_secret.secret)
  on conflict on constraint webhook_secrets_pkey do update set expires_at = null;
end $$;
comment on function integration.install_webhook_secret(text, interval) is
  'Makes this the secret of Freepik''s webhooks, from the provider''s dashboard; the one before stays good for a day, or as long as is said. Run by the deploy or a DBA.';
grant execute on function integration.install_webhook_secret(text, interval) to vp_dba;
