create function approval.step_members(organization_id uuid, approver_role text, author_ids uuid[]) returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select m.user_id
  from identity.user_organizations m
  where m.organization_id = step_members.organization_id
    and m.role = step_members.approver_role
    and m.status = 'active'
    and (m.user_id <> all (array_remove(author_ids, null)) or approval.allows_self_approval(step_members.organization_id))
$$;
comment on function approval.step_members(uuid, text, uuid[]) is
  'The members of whom an all_of step asks a decision: all of exactly this role, without the content''s authors unless they may decide on their own content.';
grant execute on function approval.step_members(uuid, text, uuid[]) to vp_definer;
