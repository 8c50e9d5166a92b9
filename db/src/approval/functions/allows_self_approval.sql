create function approval.allows_self_approval(organization_id uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
  select (system.setting('approval.allow_self_approval', organization_id))::boolean
$$;
comment on function approval.allows_self_approval(uuid) is
  'Whether people of this organisation may decide on content that they asked for or edited themselves.';
grant execute on function approval.allows_self_approval(uuid) to vp_definer;
