create view api.publications with (security_invoker = true) as
select p.organization_id, p.id, p.asset_variant_id, p.platform, p.external_id, p.url, p.published_at, p.recorded_by, p.metadata, p.created_at
from content.publications p;
comment on view api.publications is 'Publications
Where and when an approved variant was published; record_publication adds one, ingest_metrics tells how it does.';
comment on column api.publications.external_id is 'The platform''s id of the post.';
grant select on api.publications to vp_member;
