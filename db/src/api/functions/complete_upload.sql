create function api.complete_upload(id uuid) returns api.files
  language plpgsql volatile set search_path = '' as $$
declare
  file api.files;
begin
  perform system.complete_upload(complete_upload.id);
  select f.* into file from api.files f where f.organization_id = identity.org_id() and f.id = complete_upload.id;
  return file;
end $$;
comment on function api.complete_upload is 'Finish an upload (editor)
Makes a file whose bytes have arrived usable, and answers it. Errors: VP200 (404), VP202 (409).';
grant execute on function api.complete_upload to vp_member;
