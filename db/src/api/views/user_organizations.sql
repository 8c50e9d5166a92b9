create view api.user_organizations with (security_invoker = true) as
select m.organization_id, m.user_id, m.role, m.status, m.invited_by, m.joined_at, m.removed_at
from identity.user_organizations m;
comment on view api.user_organizations is 'Memberships
Those of the token''s organisation, and the caller''s own elsewhere. An admin changes role, or sets status to removed.';
comment on column api.user_organizations.role is 'owner, admin, editor, reviewer or viewer; each may do what the next may.';
comment on column api.user_organizations.status is 'active or removed; a removed member comes back by invitation.';
grant select, update (role, status) on api.user_organizations to vp_member;
