create function api.preview_replacement(brand_asset_id uuid, include_published boolean default false)
  returns table (platform text, placement text, status text, effect text, variants bigint, provider_calls bigint)
  language sql stable set search_path = ''
  begin atomic
    select * from content.preview_replacement(brand_asset_id, include_published);
  end;
comment on function api.preview_replacement is 'What would be rendered again if a logo or font were replaced? (viewer)
Counts, and writes nothing: what rerender_brand would do to the brand''s current variants if this default logo or active font were another. effect is as in preview_rerender: revise (gets a new revision), unchanged, to_come (not made yet), keep (published), unfit. A picture depends on all fonts of its brand, since each letter takes the one that fits best: so a font touches every picture with text. Source pictures are kept: provider_calls, what would be bought, is 0. Errors: VP200 (404), VP202 (409: archived, not the default, or an image).';
grant execute on function api.preview_replacement to vp_member;
