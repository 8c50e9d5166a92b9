create function content.record_assets(organization_id uuid, asset_variant_ids uuid[], logo text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into content.variant_assets (organization_id, asset_variant_id, brand_asset_id, template_organization_id, content_template_id)
  select v.organization_id, v.id, a.id, v.template_organization_id, v.content_template_id
  from content.asset_variants v
  join content.content_requests r on r.organization_id = v.organization_id and r.id = v.content_request_id
  join content.measurements m on m.organization_id = v.organization_id and m.asset_variant_id = v.id
  left join content.generated_assets g on g.organization_id = v.organization_id and g.id = v.generated_asset_id
  cross join lateral (
    select array(
      select f.sha256
      from content.variant_assets u
      join brand.brand_assets b on b.organization_id = u.organization_id and b.id = u.brand_asset_id and b.kind = 'font'
      join system.files f on f.organization_id = b.organization_id and f.id = b.file_id
      where u.organization_id = v.organization_id and u.asset_variant_id = v.rendered_from) as fonts
  ) made
  cross join lateral (
    (select b.id
     from system.files f
     join brand.brand_assets b on b.organization_id = f.organization_id and b.file_id = f.id
     where f.organization_id = v.organization_id and f.storage_key = record_assets.logo and jsonb_typeof(m.measured -> 'logo') = 'object'
       and b.brand_profile_id = r.brand_profile_id and b.kind = 'logo'
     order by b.is_default desc, b.id
     limit 1)
    union
    -- A picture that was taken over names fonts as they were called when it was made: it shows what that one does, by their files.
    select b.id
    from brand.brand_assets b
    join system.files f on f.organization_id = b.organization_id and f.id = b.file_id
    where b.organization_id = v.organization_id and b.brand_profile_id = r.brand_profile_id and b.kind = 'font' and b.status = 'active' and f.sha256 = any(made.fonts)
    union
    -- Fonts of one name are told apart by their weight; a variable one shows any.
    select f.id
    from (
      select b.id, b.font_weight = t.font_weight as fits, bool_or(b.font_weight = t.font_weight) over (partition by t.layer, b.name) as one_fits
      from jsonb_to_recordset(content.valid_items(m.measured -> 'texts', 'strict $[*] ? (@.fonts.type() == "array").type()')) t (layer text, font_weight numeric, fonts jsonb)
      join brand.brand_assets b on t.fonts ? b.name
      where b.organization_id = v.organization_id and b.brand_profile_id = r.brand_profile_id and b.kind = 'font' and b.status = 'active' and made.fonts = '{}'
    ) f
    where f.fits or not f.one_fits
    union
    select b.id
    from brand.brand_assets b
    where b.organization_id = v.organization_id and b.brand_profile_id = r.brand_profile_id and b.kind = 'image' and b.file_id = g.file_id
  ) a
  where v.organization_id = record_assets.organization_id and v.id = any(record_assets.asset_variant_ids);
end $$;
comment on function content.record_assets(uuid, uuid[], text) is
  'Keeps which assets of the brand are shown by variants that were just measured; logo: where the logo that they were rendered with is stored.';
