create function integration.install_webhook_secret(secret text, keep interval default '1 day') returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if coalesce(length(secret), 0) not between 16 and 500 or secret !~ '^[ -~]+$' then
    perform core.raise('VP201', 'A webhook secret has 16 to 500 printable characters.', 'Take it from the provider''s dashboard as it is.');
  end if;
  if integration.webhook_key(secret) is null then
    perform core.raise('VP201', 'The webhook secret is not base64, which the setting integration.webhook_secret_encoding says.',
      'Check the secret, or set the setting to utf8.');
  end if;
  update integration.webhook_secrets s set expires_at = now() + keep
  where s.provider = 'freepik' and s.expires_at is null and s.secret <> install_webhook_secret.secret;
  insert into integration.webhook_secrets as s (provider, secret) values ('freepik', install_webhook_secret.secret)
  on conflict on constraint webhook_secrets_pkey do update set expires_at = null where s.expires_at is not null;
end $$;
comment on function integration.install_webhook_secret(text, interval) is
  'Makes this the secret of Freepik''s webhooks, from the provider''s dashboard; the one before stays good for a day, or as long as is said. Run by the deploy or a DBA. Raises VP201.';
grant execute on function integration.install_webhook_secret(text, interval) to vp_owner, vp_dba;
