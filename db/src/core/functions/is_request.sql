create function core.is_request() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('request.method', true), '') <> '';
comment on function core.is_request() is 'True inside a REST request.';
grant execute on function core.is_request() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
