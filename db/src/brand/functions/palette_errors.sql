create function brand.palette_errors(palette jsonb) returns setof text
  language sql immutable parallel safe
  begin atomic
    select 'palette must be a list of at most 24 colours: [{"name": "Red", "hex": "#D50000", "role": "primary"}].'
    where jsonb_typeof(palette) is distinct from 'array' or jsonb_array_length(palette) > 24
    union all
    select f.fault
    from jsonb_array_elements(case when jsonb_typeof(palette) = 'array' then palette else '[]' end) with ordinality c (color, n)
    cross join lateral (values
      (not core.is_hex_color(c.color ->> 'hex'), format('palette[%s].hex must be #RRGGBB, six hexadecimal digits.', c.n - 1)),
      (coalesce(c.color ->> 'role', '') not in ('primary', 'secondary', 'accent', 'neutral'), format('palette[%s].role must be primary, secondary, accent or neutral.', c.n - 1)),
      (length(coalesce(c.color ->> 'name', '')) not between 1 and 60, format('palette[%s].name must be a text of 1 to 60 characters.', c.n - 1))
    ) f (is_odd, fault)
    where f.is_odd;
  end;
comment on function brand.palette_errors(jsonb) is
  'What is wrong with a palette, a sentence a fault, naming the colour by its place, the field and its range; no row when nothing is.';
grant execute on function brand.palette_errors(jsonb) to vp_member, vp_definer, vp_dba;
