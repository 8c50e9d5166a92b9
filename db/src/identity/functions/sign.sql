create function identity.sign(purpose text, message text) returns text
  language plpgsql stable security definer set search_path = '' as $$
declare
  secret text;
begin
  select k.secret into secret from identity.signing_keys k where k.purpose = sign.purpose and k.retired_at is null;
  if secret is null then
    perform core.raise('VP500', format('There is no signing key for %s.', purpose),
      'Whoever runs the platform deploys once more with JWT_SECRET set.');
  end if;
  return core.base64url(extensions.hmac(convert_to(message, 'UTF8'), convert_to(secret, 'UTF8'), 'sha256'));
end $$;
comment on function identity.sign(text, text) is 'base64url of the HMAC-SHA256 of the message under the current key of the purpose (access_token or file_url).';
grant execute on function identity.sign(text, text) to vp_definer;
