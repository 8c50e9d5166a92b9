create function core.color_distance(hex_1 text, hex_2 text) returns double precision
  language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return (
    select difference.delta_e
    from core.hex_to_lab(hex_1) as lab_1
    cross join core.hex_to_lab(hex_2) as lab_2
    cross join lateral core.ciede2000(lab_1.l, lab_1.a, lab_1.b, lab_2.l, lab_2.a, lab_2.b) as difference
  );
end $$;
comment on function core.color_distance(text, text) is
  'CIEDE2000 difference of two sRGB colours written #RRGGBB. For many pairs join core.hex_to_lab and core.ciede2000.';
grant execute on function core.color_distance(text, text) to vp_definer, vp_member, vp_worker;
