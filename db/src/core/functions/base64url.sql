create function core.base64url(data bytea) returns text
  language sql immutable strict parallel safe
  return rtrim(translate(encode(data, 'base64'), E'+/\n', '-_'), '=');
comment on function core.base64url(bytea) is 'base64url without padding (RFC 4648, section 5).';
grant execute on function core.base64url(bytea) to vp_definer, vp_member, vp_anon;
