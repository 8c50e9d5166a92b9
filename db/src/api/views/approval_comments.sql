create view api.approval_comments with (security_invoker = true) as
select c.organization_id, c.id, c.asset_variant_id, c.content_approval_id, c.author_id, c.body, c.created_at
from approval.approval_comments c;
comment on view api.approval_comments is 'What people say about a variant
A reviewer writes; nobody changes what was said. content_approval_id, where given, is an approval of the same variant.';
alter view api.approval_comments alter organization_id set default identity.org_id();
alter view api.approval_comments alter id set default core.uuid_v7();
grant select, insert (organization_id, id, asset_variant_id, content_approval_id, body) on api.approval_comments to vp_member;
