create view api.files with (security_invoker = true) as
select f.organization_id, f.id, f.kind, f.filename, f.mime_type, f.bytes, f.sha256, f.width, f.height, f.state,
  system.file_url(f.organization_id, f.id) as url, f.upload_expires_at, f.created_by, f.created_at, f.stored_at
from system.files f;
comment on view api.files is 'Files
Uploaded ones (logo, font, image) and those of the pipeline (source, variant). create_upload and complete_upload bring one in.';
comment on column api.files.url is 'A signed URL to read the file, good for at least an hour unless the setting files.url_lifetime_s says otherwise; null until it is stored. A picture''s takes &w= and &format= as that of asset_variants does.';
comment on column api.files.kind is 'logo, font or image (uploaded); source or variant (made by the pipeline).';
comment on column api.files.mime_type is 'image/jpeg, image/png, image/webp, font/ttf, font/otf, font/woff or font/woff2.';
comment on column api.files.state is 'pending (announced) → received → stored; or expired.';
grant select on api.files to vp_member;
