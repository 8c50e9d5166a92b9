create function core.contrast_ratio(hex_1 text, hex_2 text) returns double precision
  language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  luminance_1 constant double precision := core.relative_luminance(hex_1);
  luminance_2 constant double precision := core.relative_luminance(hex_2);
begin
  return (greatest(luminance_1, luminance_2) + 0.05) / (least(luminance_1, luminance_2) + 0.05);
end $$;
comment on function core.contrast_ratio(text, text) is
  'Contrast ratio by WCAG 2, from 1 to 21, of two colours written #RRGGBB or RRGGBB; their order does not matter.';
grant execute on function core.contrast_ratio(text, text) to vp_definer, vp_member, vp_worker;
