create function core.claims() returns jsonb
  language sql stable parallel safe
  return coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
comment on function core.claims() is 'The claims of the request''s token: sub (user), org (organisation), sid (session), role, exp. Empty outside a request.';
grant execute on function core.claims() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
