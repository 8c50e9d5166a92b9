create function api.record_publication(
  asset_variant_id uuid, external_id text, url text default null, published_at timestamptz default now()
) returns setof api.publications
  language plpgsql volatile set search_path = '' as $$
declare
  made constant uuid := content.record_publication(asset_variant_id, external_id, url, published_at);
begin
  return query select p.* from api.publications p where p.organization_id = identity.org_id() and p.id = made;
end $$;
comment on function api.record_publication is 'Record where a variant was published (editor)
Of an approved variant; external_id is the platform''s id of the post. A repeat answers the same publication. Errors: VP103 (403), VP200 (404), VP201 (422), VP202 (409: not approved), VP208 (409: the post is another variant''s).';
grant execute on function api.record_publication to vp_member;
