create view api.invitations with (security_invoker = true) as
select i.organization_id, i.id, i.email, i.role, i.invited_by, i.expires_at, i.accepted_at, i.revoked_at, i.created_at
from identity.invitations i;
comment on view api.invitations is 'Invitations
For admins. invite_member makes one; setting revoked_at takes it back.';
comment on column api.invitations.role is 'The role it gives: admin, editor, reviewer or viewer.';
grant select, update (revoked_at) on api.invitations to vp_member;
