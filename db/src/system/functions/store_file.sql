create function system.store_file(
  organization_id uuid, kind text, filename text, mime_type text, bytes bigint, sha256 text, width int, height int
) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  stored uuid;
begin
  select f.id into stored from system.files f
  where f.organization_id = store_file.organization_id and f.sha256 = store_file.sha256
    and f.kind = store_file.kind and f.state = 'stored'
  order by f.id
  limit 1;
  if stored is null then
    insert into system.files as f
      (organization_id, kind, filename, mime_type, bytes, sha256, width, height, state, stored_at, created_by)
    values (store_file.organization_id, store_file.kind, store_file.filename, store_file.mime_type, store_file.bytes,
      store_file.sha256, store_file.width, store_file.height, 'stored', now(), core.user_id())
    returning f.id into stored;
  end if;
  return stored;
end $$;
comment on function system.store_file(uuid, text, text, text, bigint, text, int, int) is
  'Records a file that the worker has written under its storage key. The same content of the same kind is the same file.';
grant execute on function system.store_file(uuid, text, text, text, bigint, text, int, int) to vp_definer;
