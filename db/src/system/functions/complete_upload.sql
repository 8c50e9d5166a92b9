create function system.complete_upload(id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  file system.files;
begin
  select * into file from system.files f where f.organization_id = tenant and f.id = complete_upload.id for update;
  case
    when file.id is null or file.kind not in ('logo', 'font', 'image') then
      perform core.raise('VP200', 'There is no such upload.', 'Call create_upload first.');
    when file.state = 'pending' then
      perform core.raise('VP202', 'The file''s bytes have not arrived.', 'PUT them to the upload_url of create_upload, then call complete_upload.');
    when file.state = 'expired' then
      perform core.raise('VP202', 'The upload has expired.', 'Call create_upload again.');
    when file.state = 'received' then
      update system.files f set state = 'stored', stored_at = now() where f.organization_id = tenant and f.id = complete_upload.id;
    else
      null;
  end case;
end $$;
comment on function system.complete_upload(uuid) is
  'Makes an upload whose bytes have arrived a stored file (editor). A repeat changes nothing. Raises VP102, VP103, VP107, VP200, VP202.';
grant execute on function system.complete_upload(uuid) to vp_member;
