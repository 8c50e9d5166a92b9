create view api.api_keys with (security_invoker = true) as
select k.organization_id, k.id, k.name, k.prefix, k.role, k.created_by, k.created_at, k.expires_at, k.revoked_at, k.last_used_at
from identity.api_keys k;
comment on view api.api_keys is 'API keys
For admins. create_api_key makes one; setting revoked_at ends it and its sessions at once.';
comment on column api.api_keys.role is 'The most it may: admin, editor, reviewer or viewer.';
grant select, update (name, revoked_at) on api.api_keys to vp_member;
