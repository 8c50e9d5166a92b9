create function brand.palette_colors(palette jsonb, logo_ground text) returns jsonb
  language sql immutable parallel safe
  begin atomic
    with colors as (
      select upper(c.color ->> 'hex') as hex, c.color ->> 'role' as role, c.position,
        core.contrast_ratio(c.color ->> 'hex', '#FFFFFF') as on_white
      from jsonb_array_elements(palette) with ordinality c (color, position)
    ),
    first_of as (
      select (array_agg(c.hex order by c.position) filter (where c.role = 'primary')) [1] as own_primary,
        (array_agg(c.hex order by c.position) filter (where c.role = 'secondary')) [1] as own_secondary,
        (array_agg(c.hex order by c.position) filter (where c.role = 'accent')) [1] as own_accent,
        (array_agg(c.hex order by c.position) filter (where c.role = 'neutral')) [1] as own_neutral,
        (array_agg(c.hex order by c.position)) [1] as any_color,
        -- White, or black, is easily read on these.
        coalesce((array_agg(c.hex order by c.on_white desc, c.position) filter (where c.on_white >= 10)) [1], '#111111') as dark,
        coalesce((array_agg(c.hex order by c.on_white, c.position) filter (where c.on_white <= 1.5)) [1], '#FFFFFF') as light
      from colors c
    )
    select jsonb_object_agg('palette.' || named.name, named.hex)
      || jsonb_object_agg('palette.on_' || named.name, brand.readable_on(named.hex))
    from first_of f
    cross join lateral (values
      ('primary', coalesce(f.own_primary, f.any_color, '#111111')),
      ('secondary', coalesce(f.own_secondary, f.own_primary, f.any_color, '#111111')),
      ('accent', coalesce(f.own_accent, f.own_primary, f.any_color, '#111111')),
      ('neutral', coalesce(f.own_neutral, f.light)),
      ('dark', f.dark),
      ('light', f.light),
      ('logo_ground', case logo_ground when 'dark' then f.dark else f.light end)
    ) named (name, hex);
  end;
comment on function brand.palette_colors(jsonb, text) is
  'The colours that layouts take from a brand: palette.primary, secondary, accent and neutral (the first of each role, else the primary one; neutral else light), palette.dark and palette.light (the darkest and lightest, if they are dark and light enough to write on), palette.logo_ground (which of these two the logo is made for), each with palette.on_…, black or white.';
grant execute on function brand.palette_colors(jsonb, text) to vp_definer;
