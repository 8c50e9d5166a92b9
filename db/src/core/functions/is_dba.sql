create function core.is_dba() returns boolean
  language sql stable parallel safe
  -- Whoever may become the owner needs no forgery: superusers and the deploy's login do not count.
  return pg_has_role(session_user, 'vp_dba', 'member') and not pg_has_role(session_user, 'vp_owner', 'member');
comment on function core.is_dba() is
  'True in the session of a DBA''s own login. Its settings are the DBA''s to write: no claims are read from them, system.act_as() alone says for whom it acts.';
grant execute on function core.is_dba() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
