create function identity.org_role() returns text
  language sql stable parallel safe security definer set search_path = '' as $$
  select case
    when identity.role_rank(m.role) > identity.role_rank(core.claims() ->> 'max_role') then core.claims() ->> 'max_role'
    else m.role
  end
  from identity.user_organizations m
  where m.organization_id = identity.org_id() and m.user_id = core.user_id();
$$;
comment on function identity.org_role() is 'The caller''s role in the token''s organisation: owner, admin, editor, reviewer or viewer; null without a live membership.';
grant execute on function identity.org_role() to vp_member, vp_definer;
