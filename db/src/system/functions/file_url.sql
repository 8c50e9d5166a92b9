create function system.file_url(organization_id uuid, file_id uuid) returns text
  language plpgsql stable security definer set search_path = '' as $$
declare
  stored_name text;
  lifetime constant bigint := (system.setting('files.url_lifetime_s', organization_id))::bigint;
begin
  select f.filename into stored_name from system.files f
  where f.organization_id = file_url.organization_id and f.id = file_url.file_id and f.state = 'stored'
    and (not core.claims() ? 'sub' or f.organization_id in (identity.org_id(), identity.system_organization_id()));
  if not found then
    return null;
  end if;
  -- The same URL for a whole lifetime, so that browsers and CDNs can keep what they have; good for another one after it.
  return system.make_file_url('GET', organization_id, file_id, stored_name,
    (floor(extract(epoch from now()) / lifetime)::bigint + 2) * lifetime);
end $$;
comment on function system.file_url(uuid, uuid) is
  'A signed URL to read a stored file, good for at least files.url_lifetime_s seconds. Null for a file that is not stored or not the caller''s.';
grant execute on function system.file_url(uuid, uuid) to vp_member, vp_dba, vp_definer;
