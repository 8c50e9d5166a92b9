create function content.preview_replacement(brand_asset_id uuid, include_published boolean)
  returns table (platform text, placement text, status text, effect text, variants bigint, provider_calls bigint)
  language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('viewer');
  asset brand.brand_assets;
begin
  select a.* into asset from brand.brand_assets a where a.organization_id = tenant and a.id = brand_asset_id;
  if asset.id is null then
    perform core.raise('VP200', 'There is no such brand asset.', 'GET /brand_assets lists those there are.');
  elsif asset.kind = 'image' or asset.status <> 'active' or asset.kind = 'logo' and not asset.is_default then
    perform core.raise('VP202', format('No picture is rendered with the %s "%s".', asset.kind, asset.name),
      'Pictures take the brand''s default logo and its active fonts; brand_asset_usage says what they show.');
  end if;
  return query
  select p.platform, p.placement, p.status, p.effect, count(*), 0::bigint
  from content.plan_rerender(tenant, content.rerender_target(tenant, null, asset.brand_profile_id, include_published)
    || jsonb_build_object('replaced_layer', case asset.kind when 'logo' then 'logo' else 'text' end)) p
  group by p.platform, p.placement, p.status, p.effect
  order by p.platform, p.placement, p.status, p.effect;
end $$;
comment on function content.preview_replacement(uuid, boolean) is
  'What content.start_rerender() of the brand would do if an asset were another: how many current variants, by placement, status and effect (content.plan_rerender).
Source pictures are kept, so that nothing is bought. Raises VP200, VP202 (not in force).';
grant execute on function content.preview_replacement(uuid, boolean) to vp_member;
