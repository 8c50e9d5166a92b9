create function api.create_upload(
  kind text, filename text, mime_type text, bytes bigint, sha256 text,
  out id uuid, out upload_url text, out headers jsonb, out expires_at timestamptz
)
  language sql volatile set search_path = ''
  begin atomic
    select u.id, u.upload_url, u.headers, u.expires_at from system.create_upload(kind, filename, mime_type, bytes, sha256) u;
  end;
comment on function api.create_upload is 'Announce a file (editor)
PUT the bytes to upload_url with these headers before expires_at, then call complete_upload. kind is logo, font or image. The same content again is the same file. Errors: VP201 (422), VP307 (413), VP308 (503).';
grant execute on function api.create_upload to vp_member;
