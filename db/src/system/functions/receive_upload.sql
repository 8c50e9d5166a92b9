create function system.receive_upload(organization_id uuid, file_id uuid, width int default null, height int default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  file system.files;
begin
  update system.files f
  set state = 'received', width = receive_upload.width, height = receive_upload.height
  where f.organization_id = receive_upload.organization_id and f.id = receive_upload.file_id and f.state = 'pending';
  if found then
    return;
  end if;
  select * into file from system.files f
  where f.organization_id = receive_upload.organization_id and f.id = receive_upload.file_id;
  if file.state is null or file.state = 'expired' then
    perform core.raise('VP305', 'The upload has expired.', 'Call create_upload again.');
  end if;
end $$;
comment on function system.receive_upload(uuid, uuid, int, int) is
  'The file server has the bytes under storage_key, and they are what was announced: pending → received. A repeat changes nothing. Raises VP305.';
grant execute on function system.receive_upload(uuid, uuid, int, int) to vp_worker;
