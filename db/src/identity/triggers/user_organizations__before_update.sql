create function identity.user_organizations__before_update() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  own_rank constant int := identity.role_rank(identity.org_role());
begin
  if new.role is not distinct from old.role and new.status is not distinct from old.status then
    return new;
  end if;
  -- accept_invitation() alone writes joined_at: the role is the invitation's, and the caller is nobody here yet.
  if core.actor() = 'user' and new.joined_at = old.joined_at and own_rank is not null
    and greatest(identity.role_rank(old.role), identity.role_rank(new.role)) > own_rank
  then
    perform core.raise('VP103', 'Nobody gives or takes a role above their own.', 'Ask an owner of the organisation.');
  end if;
  -- An invitation accepted again is the one way back in.
  if old.status = 'removed' and new.status = 'active' and new.joined_at = old.joined_at then
    perform core.raise('VP109', 'A removed member comes back by invitation.', 'Call invite_member.');
  end if;
  if old.role = 'owner' and old.status = 'active' and (new.role <> 'owner' or new.status = 'removed') then
    -- Two owners who leave at once wait for each other here.
    perform from identity.organizations o where o.id = old.organization_id for no key update;
    if not exists (
      select from identity.user_organizations m
      where m.organization_id = old.organization_id and m.user_id <> old.user_id and m.role = 'owner' and m.status = 'active'
    ) then
      perform core.raise('VP109', 'An organisation keeps at least one owner.', 'Make somebody else an owner first.');
    end if;
  end if;
  -- Who left, or has a lower role now, invites nobody to what they could not invite to any more.
  update identity.invitations i set revoked_at = now()
  where i.organization_id = old.organization_id and i.invited_by = old.user_id and i.accepted_at is null and i.revoked_at is null
    and (new.status = 'removed' or identity.role_rank(i.role) > identity.role_rank(new.role));
  new.removed_at := case when new.status = 'removed' then coalesce(old.removed_at, now()) end;
  return new;
end $$;
comment on function identity.user_organizations__before_update() is
  'Trigger: no role above one''s own, never without an owner, back only by invitation; ends the open invitations of one who left or was demoted, and keeps removed_at.';

create trigger user_organizations__before_update before update on identity.user_organizations
  for each row execute function identity.user_organizations__before_update();
