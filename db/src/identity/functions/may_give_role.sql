create function identity.may_give_role(role text) returns boolean
  language sql stable parallel safe
  return coalesce(
    role <> 'owner' and identity.role_rank(role) <= identity.role_rank(identity.org_role()), false);
comment on function identity.may_give_role(text) is
  'Whether the caller may give this role to somebody new, or to a key: admin, editor, reviewer or viewer, and none above their own.';
grant execute on function identity.may_give_role(text) to vp_definer;
