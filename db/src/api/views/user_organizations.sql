create view api.user_organizations with (security_invoker = true) as
select m.organization_id, m.user_id, m.role, m.status, m.invited_by, m.joined_at, m.removed_at
from identity.user_organizations m;
comment on view api.user_organizations is 'Memberships
Those of the token''s organisation, and the caller''s own elsewhere. An admin changes role, or sets status to removed.';
grant select, update (role, status) on api.user_organizations to vp_member;
