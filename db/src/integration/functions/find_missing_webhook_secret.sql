create function integration.find_missing_webhook_secret() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select 'error', 'webhooks.secret_missing', null::uuid, 'integration.webhook_secrets', 'freepik', max(s.expires_at),
    'integration.webhook_url is sent with calls, but there is no secret to verify webhooks with: all are refused.',
    'select integration.install_webhook_secret(''…''), with the secret of the provider''s dashboard; or take the setting off, and tasks are polled.'
  from integration.webhook_secrets s
  where s.provider = 'freepik'
  having system.setting('integration.webhook_url', null) <> 'null'
    and count(*) filter (where s.expires_at is null or s.expires_at > now()) = 0;
$$;
comment on function integration.find_missing_webhook_secret() is 'Finds out whether webhooks are asked for that cannot be verified.';
grant execute on function integration.find_missing_webhook_secret() to vp_dba, vp_monitor;
