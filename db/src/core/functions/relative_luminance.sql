create function core.relative_luminance(hex text) returns double precision
  language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  rgb constant bytea := core.hex_to_rgb(hex);
begin
  return 0.2126 * core.srgb_to_linear(get_byte(rgb, 0))
    + 0.7152 * core.srgb_to_linear(get_byte(rgb, 1))
    + 0.0722 * core.srgb_to_linear(get_byte(rgb, 2));
end $$;
comment on function core.relative_luminance(text) is
  'Relative luminance by WCAG 2, from 0 (black) to 1 (white), of a colour written #RRGGBB or RRGGBB.';
grant execute on function core.relative_luminance(text) to vp_definer, vp_member, vp_worker;
