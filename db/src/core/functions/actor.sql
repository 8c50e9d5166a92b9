create function core.actor() returns text
  language sql stable parallel safe
  return case
    when core.is_dba() then 'dba'
    when core.claims() ? 'sub' then 'user'
    else coalesce(nullif(current_setting('vp.actor', true), ''), 'system')
  end;
comment on function core.actor() is 'Who acts: user (a request), worker, dba, or system (deploy, anonymous requests, anything else).';
grant execute on function core.actor() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
