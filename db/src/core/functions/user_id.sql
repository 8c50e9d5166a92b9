create function core.user_id() returns uuid
  language sql stable parallel safe
  return coalesce(core.claims() ->> 'sub', case when not core.is_dba() then nullif(current_setting('vp.user_id', true), '') end)::uuid;
comment on function core.user_id() is 'The caller, or the person on whose behalf the worker acts; null when there is none.';
grant execute on function core.user_id() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
