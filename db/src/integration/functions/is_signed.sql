create function integration.is_signed(message text, signatures text) returns boolean
  language sql stable security definer set search_path = ''
  return exists (
    select
    from integration.webhook_secrets s
    cross join lateral (
      select extensions.hmac(convert_to(message, 'UTF8'), integration.webhook_key(s.secret), 'sha256')
    ) made (signature)
    cross join regexp_split_to_table(signatures, '\s+') given (signature)
    where s.provider = 'freepik' and (s.expires_at is null or s.expires_at > now())
      -- Compared by their hashes, so that the time it takes tells nothing.
      and sha256(convert_to(split_part(given.signature, ',', 2), 'UTF8')) = sha256(convert_to(encode(made.signature, 'base64'), 'UTF8')));
comment on function integration.is_signed(text, text) is
  'Whether one of the signatures ("v1,… v2,…") is that of the message under a secret that is good. Setting integration.webhook_secret_encoding says what a secret''s bytes are.';
