create function system.create_upload(
  kind text, filename text, mime_type text, bytes bigint, sha256 text,
  out id uuid, out upload_url text, out headers jsonb, out expires_at timestamptz
)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  most constant bigint := (system.setting('files.max_upload_bytes', tenant))::bigint;
  hash constant text := lower(create_upload.sha256);
  until constant bigint := floor(extract(epoch from now()))::bigint + (system.setting('files.url_lifetime_s', tenant))::bigint;
begin
  if create_upload.kind is null or create_upload.kind not in ('logo', 'font', 'image') then
    perform core.raise('VP201', format('A file of kind %s cannot be uploaded.', coalesce(create_upload.kind, 'null')), 'Send logo, font or image.');
  end if;
  if create_upload.mime_type is null or create_upload.mime_type <> all (case create_upload.kind
    when 'font' then array['font/ttf', 'font/otf', 'font/woff', 'font/woff2']
    else array['image/jpeg', 'image/png', 'image/webp'] end)
  then
    perform core.raise('VP201', format('A %s cannot be of type %s.', create_upload.kind, coalesce(create_upload.mime_type, 'null')),
      case create_upload.kind when 'font' then 'Send font/ttf, font/otf, font/woff or font/woff2.' else 'Send image/jpeg, image/png or image/webp.' end);
  end if;
  if create_upload.filename is null or length(create_upload.filename) not between 1 and 200 or create_upload.filename ~ '[/\\[:cntrl:]]' then
    perform core.raise('VP201', 'filename has 1 to 200 characters, no slashes and no control characters.', 'Send the name alone, such as logo.png.');
  end if;
  -- A step up in a URL's path, which clients take before they ask.
  if create_upload.filename in ('.', '..') then
    perform core.raise('VP201', format('%s is no name of a file.', create_upload.filename), 'Send the name alone, such as logo.png.');
  end if;
  if hash is null or hash !~ '^[0-9a-f]{64}$' then
    perform core.raise('VP201', 'sha256 is not the SHA-256 of a file.', 'Send the hash as 64 hexadecimal digits.');
  end if;
  if create_upload.bytes is null or create_upload.bytes < 1 then
    perform core.raise('VP201', 'bytes is the size of the file, at least 1.', 'Send the exact number of bytes.');
  end if;
  if create_upload.bytes > most then
    perform core.raise('VP307', format('The file has %s bytes; %s are allowed.', create_upload.bytes, most), 'Send a smaller file.');
  end if;

  -- The same content for the same purpose is there already, or on its way: go on with that.
  update system.files f
  set upload_expires_at = case when f.state = 'pending' then to_timestamp(until) else f.upload_expires_at end
  where f.organization_id = tenant and f.sha256 = hash and f.id = (
    select same.id from system.files same
    where same.organization_id = tenant and same.sha256 = hash and same.kind = create_upload.kind
      and same.mime_type = create_upload.mime_type and same.bytes = create_upload.bytes and same.state <> 'expired'
    order by same.state = 'stored' desc, same.id
    limit 1)
  returning f.id into id;
  if id is null then
    insert into system.files as f (organization_id, kind, filename, mime_type, bytes, sha256, upload_expires_at, created_by)
    values (tenant, create_upload.kind, create_upload.filename, create_upload.mime_type, create_upload.bytes, hash,
      to_timestamp(until), core.user_id())
    returning f.id into id;
  end if;
  upload_url := system.make_file_url('PUT', tenant, id, create_upload.filename, until);
  if upload_url is null then
    perform core.raise('VP308', 'No file server has ever reported to this database.', 'Start the worker, or set files.public_url.');
  end if;
  headers := jsonb_build_object('Content-Type', create_upload.mime_type);
  expires_at := to_timestamp(until);
end $$;
comment on function system.create_upload(text, text, text, bigint, text) is
  'Announces a file (editor) and answers where to PUT its bytes. The same content again is the same file. Raises VP102, VP103, VP107, VP201, VP307, VP308.';
grant execute on function system.create_upload(text, text, text, bigint, text) to vp_member;
