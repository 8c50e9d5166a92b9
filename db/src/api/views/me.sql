create view api.me with (security_invoker = true) as
select u.id, u.email, u.full_name, u.locale, u.time_zone, u.notification_preferences, u.metadata,
  identity.org_id() as organization_id, identity.org_role() as role, u.created_at, u.updated_at
from identity.users u
where u.id = (select core.user_id());
comment on view api.me is 'The caller
Profile, notification preferences, and the organisation and role of the token.';
comment on column api.me.organization_id is 'The organisation that the token is for; null when it is for none.';
comment on column api.me.role is 'owner, admin, editor, reviewer or viewer in that organisation.';
grant select, update (full_name, locale, time_zone, notification_preferences, metadata) on api.me to vp_member;
