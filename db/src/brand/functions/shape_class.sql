create function brand.shape_class(width int, height int) returns text
  language sql immutable strict parallel safe
  return case
    when width >= 2.2 * height then 'banner'
    when width >= 1.2 * height then 'landscape'
    when width >= 0.85 * height then 'square'
    when width >= 0.65 * height then 'portrait'
    else 'tall'
  end;
comment on function brand.shape_class(int, int) is 'The shape of a canvas, by which layouts have overrides: banner, landscape, square, portrait or tall.';
grant execute on function brand.shape_class(int, int) to vp_definer, vp_member;
