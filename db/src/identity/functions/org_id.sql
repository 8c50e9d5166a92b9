create function identity.org_id(min_role text default 'viewer') returns uuid
  language plpgsql stable parallel safe security definer set search_path = '' as $$
declare
  claims constant jsonb := core.claims();
  organization_id uuid;
begin
  if claims ? 'org' then
    select m.organization_id into organization_id
    from identity.user_organizations m
    join identity.organizations o on o.id = m.organization_id
    where m.user_id = (claims ->> 'sub')::uuid
      and m.organization_id = (claims ->> 'org')::uuid
      and m.status = 'active'
      and o.status = 'active'
      and least(identity.role_rank(m.role), identity.role_rank(claims ->> 'max_role')) >= identity.role_rank(min_role);
  elsif not claims ? 'sub' then
    -- A DBA who acts as a member: system.act_as() leaves a row of this very transaction.
    select a.organization_id into organization_id
    from identity.acting_transactions a
    where a.xid = pg_current_xact_id_if_assigned()
      -- In a restored database the numbers of transactions start anew.
      and a.started_at = now()
      and identity.role_rank(a.role) >= identity.role_rank(min_role);
  end if;
  return organization_id;
end $$;
comment on function identity.org_id(text) is
  'The organisation of the token, while the caller''s membership is live and its role at least min_role; else null. Policies call it as (select identity.org_id()): once a statement.';
grant execute on function identity.org_id(text) to vp_member, vp_definer, vp_dba;
