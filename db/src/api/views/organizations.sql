create view api.organizations with (security_invoker = true) as
select o.id, o.name, o.slug, o.time_zone, o.status, o.metadata, o.created_at, o.updated_at
from identity.organizations o;
comment on view api.organizations is 'Organisations of the caller
An admin changes name, time_zone and metadata of the one that the token is for. create_organization makes one.';
comment on column api.organizations.time_zone is 'IANA name: the zone of the organisation''s reports.';
comment on column api.organizations.status is 'active or suspended.';
grant select, update (name, time_zone, metadata) on api.organizations to vp_member;
