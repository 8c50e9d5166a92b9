create function core.claims() returns jsonb
  language sql stable parallel safe
  return case when core.is_dba() then '{}' else coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb end;
comment on function core.claims() is 'The claims of the request''s token: sub (user), org (organisation), sid (session), role, exp. Empty outside a request and for a DBA.';
grant execute on function core.claims() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
