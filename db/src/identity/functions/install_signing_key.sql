create function identity.install_signing_key(secret text) returns void
  language plpgsql volatile set search_path = '' as $$
begin
  -- Two deploys at once would both find no key.
  lock table identity.signing_keys in share row exclusive mode;
  update identity.signing_keys k set retired_at = now()
  where k.purpose = 'access_token' and k.retired_at is null and k.secret <> install_signing_key.secret;
  insert into identity.signing_keys (purpose, secret)
  select 'access_token', install_signing_key.secret
  where not exists (select from identity.signing_keys k where k.purpose = 'access_token' and k.retired_at is null);
  insert into identity.signing_keys (purpose, secret)
  select 'file_url', encode(extensions.gen_random_bytes(32), 'hex')
  where not exists (select from identity.signing_keys k where k.purpose = 'file_url' and k.retired_at is null);
end $$;
comment on function identity.install_signing_key(text) is
  'Makes the secret (at least 32 bytes, PostgREST''s jwt-secret) the key of access tokens, and makes the key of file URLs if there is none. Run by the deploy.';
