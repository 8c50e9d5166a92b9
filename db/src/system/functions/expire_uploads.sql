create function system.expire_uploads() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  expired int;
begin
  update system.files f set state = 'expired' where f.state = 'pending' and f.upload_expires_at < now();
  get diagnostics expired = row_count;
  return expired;
end $$;
comment on function system.expire_uploads() is 'Expires uploads whose bytes did not arrive in time. Returns how many.';
grant execute on function system.expire_uploads() to vp_worker;
