create function system.check_file_url(method text, organization_id uuid, subject_id uuid, expires bigint, signature text) returns void
  language plpgsql stable security definer set search_path = '' as $$
begin
  -- Hashes are compared, so that the time taken says nothing about the signature that would be right.
  if sha256(convert_to(coalesce(signature, ''), 'UTF8'))
    is distinct from sha256(convert_to(system.sign_file_url(method, organization_id, subject_id, expires), 'UTF8'))
  then
    perform core.raise('VP304', 'The file URL''s signature is wrong.', 'Use the URL as it was given, with its method.');
  end if;
  if expires <= extract(epoch from now()) then
    perform core.raise('VP305', 'The file URL has expired.', 'Ask for a new one.');
  end if;
end $$;
comment on function system.check_file_url(text, uuid, uuid, bigint, text) is 'Raises VP304 (signature) or VP305 (expired) for a URL that is not good.';
grant execute on function system.check_file_url(text, uuid, uuid, bigint, text) to vp_definer;
