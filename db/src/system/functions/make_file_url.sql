create function system.make_file_url(method text, organization_id uuid, file_id uuid, filename text, expires bigint) returns text
  language sql stable security definer set search_path = ''
  return (
    select rtrim(base.url, '/') || '/files/' || organization_id || '/' || file_id || '/' || system.url_encode(filename)
      || '?expires=' || expires || '&signature=' || system.sign_file_url(method, organization_id, file_id, expires)
    from (select coalesce(
      system.setting('files.public_url', identity.system_organization_id()) #>> '{}',
      (select w.public_url from system.workers w where w.public_url is not null
       -- One that has ended serves nothing, though its last heartbeat may be the newest.
       order by w.queue_worker_ids <> '{}' desc, w.heartbeat_at desc limit 1)
    ) as url) base
  );
comment on function system.make_file_url(text, uuid, uuid, text, bigint) is
  'A signed URL of the file server: the one of the setting files.public_url, else the worker''s. Null when neither is known.';
grant execute on function system.make_file_url(text, uuid, uuid, text, bigint) to vp_definer;
