create function system.unowned_files(storage_keys text[]) returns setof text
  language sql stable security definer set search_path = '' as $$
  select k.key
  from unnest(storage_keys) k (key)
  where not exists (
    select from system.files f
    where f.organization_id = split_part(k.key, '/', 2)::uuid and f.sha256 = split_part(split_part(k.key, '/', 4), '.', 1) and f.state <> 'expired');
$$;
comment on function system.unowned_files(text[]) is
  'Those of the files in the store that no row is about: a worker died after it had written one, or its upload has expired. A rendition (its picture''s key, a dot and more) belongs to whom its picture does.';
grant execute on function system.unowned_files(text[]) to vp_worker;
