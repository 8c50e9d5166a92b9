create function api.revise_asset_variant(
  asset_variant_id uuid, copy jsonb default null, caption text default null, alt_text text default null, layer_overrides jsonb default null
) returns setof api.asset_variants
  language plpgsql volatile set search_path = '' as $$
declare
  made constant uuid := content.revise_variant(asset_variant_id, copy, caption, alt_text, layer_overrides);
begin
  return query select v.* from api.asset_variants v where v.organization_id = identity.org_id() and v.id = made;
end $$;
comment on function api.revise_asset_variant is 'Make a new revision of a variant (editor)
With other copy, caption, alt_text or layer_overrides; what is left out stays. The former revision is superseded and its review voided. Errors: VP103 (403), VP200 (404), VP201 (422: copy, layer_overrides), VP202 (409), VP207 (409: no active guideline).';
grant execute on function api.revise_asset_variant to vp_member;
