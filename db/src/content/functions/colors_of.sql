create function content.colors_of(layout jsonb, copy jsonb, guideline brand.brand_guidelines) returns jsonb
  language sql immutable parallel safe
  begin atomic
    with brand_colors as (
      select brand.palette_colors(guideline.palette, guideline.logo_rules ->> 'ground') as map
    ),
    own as (
      select v.name, upper(coalesce(b.map ->> substring(said.value from '^\{\{ *([A-Za-z0-9_.-]+) *\}\}$'), said.value)) as hex
      from brand_colors b
      cross join jsonb_each(coalesce(layout -> 'variables', '{}')) v (name, body)
      cross join lateral (select coalesce(nullif(btrim(copy ->> v.name), ''), v.body ->> 'default') as value) said
      where v.body ->> 'type' = 'color'
    )
    select b.map
      || coalesce((select jsonb_object_agg(o.name, o.hex) || jsonb_object_agg('on_' || o.name, brand.readable_on(o.hex)) from own o), '{}')
    from brand_colors b;
  end;
comment on function content.colors_of(jsonb, jsonb, brand.brand_guidelines) is
  'What the colours that a layout can name are: the brand''s by palette.<role>, as its guideline says, the layout''s colour variables by the copy or their default, and black or white on each as on_….';
grant execute on function content.colors_of(jsonb, jsonb, brand.brand_guidelines) to vp_definer;
