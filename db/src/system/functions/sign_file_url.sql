create function system.sign_file_url(method text, organization_id uuid, file_id uuid, expires bigint) returns text
  language sql stable security definer set search_path = ''
  return identity.sign('file_url', concat_ws(E'\n', method, organization_id, file_id, expires));
comment on function system.sign_file_url(text, uuid, uuid, bigint) is
  'The signature of a file URL: good for one method, file and time. HEAD is read with the one of GET.';
grant execute on function system.sign_file_url(text, uuid, uuid, bigint) to vp_definer;
