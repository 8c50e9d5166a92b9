create function system.open_file(method text, organization_id uuid, file_id uuid, expires bigint, signature text)
  returns setof system.files
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform system.check_file_url(method, organization_id, file_id, expires, signature);
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
