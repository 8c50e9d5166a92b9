create function system.find_stuck_uploads() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select 'warning', 'uploads.not_expired', f.organization_id, 'system.files', (array_agg(f.id::text order by f.upload_expires_at, f.id))[1],
    min(f.upload_expires_at), format('%s whose bytes never came should have expired.', core.describe_count(count(*), 'upload')),
    'select system.expire_uploads(); a worker does it every minute: see in its log why it does not.'
  from system.files f
  where f.state = 'pending' and f.upload_expires_at < now() - interval '15 minutes'
  group by f.organization_id;
$$;
comment on function system.find_stuck_uploads() is 'Finds uploads that are pending past their time.';
grant execute on function system.find_stuck_uploads() to vp_dba, vp_monitor;
