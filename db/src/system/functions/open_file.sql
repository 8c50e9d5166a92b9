create function system.open_file(method text, organization_id uuid, file_id uuid, expires bigint, signature text)
  returns setof system.files
  language plpgsql stable security definer set search_path = '' as $$
begin
  -- Hashes are compared, so that the time taken says nothing about the signature that would be right.
  if sha256(convert_to(coalesce(signature, ''), 'UTF8'))
    is distinct from sha256(convert_to(system.sign_file_url(method, organization_id, file_id, expires), 'UTF8'))
  then
    perform core.raise('VP304', 'The file URL''s signature is wrong.', 'Use the URL as it was given, with its method.');
  end if;
  if expires <= extract(epoch from now()) then
    perform core.raise('VP305', 'The file URL has expired.', 'Ask for a new one.');
  end if;
  return query
    select f.* from system.files f
    where f.organization_id = open_file.organization_id and f.id = open_file.file_id
      and case method when 'GET' then f.state = 'stored' when 'PUT' then f.state <> 'expired' end;
  if not found then
    perform core.raise('VP200', 'There is no such file.', 'Ask for a new URL.');
  end if;
end $$;
comment on function system.open_file(text, uuid, uuid, bigint, text) is
  'The file behind a signed URL, to read (GET) or to receive (PUT). Raises VP200, VP304, VP305.';
grant execute on function system.open_file(text, uuid, uuid, bigint, text) to vp_worker;
