create function content.resolve_layout(
  layout jsonb, placement content.platform_placements, guideline brand.brand_guidelines,
  copy jsonb, layer_overrides jsonb, has_logo boolean
) returns jsonb
  language sql immutable parallel safe
  begin atomic
    with recursive given as materialized (
      select brand.override_layout(layout, array[brand.shape_class(placement.width, placement.height),
          placement.platform || '/' || placement.placement], layer_overrides) as body,
        content.words_of(layout, copy) as words, content.colors_of(layout, copy, guideline) as colors
    ),
    written as materialized (
      select l.n, l.layer, l.layer ->> 'type' = 'text' as is_text,
        case when l.layer ->> 'type' = 'text' then content.fill_text(l.layer ->> 'text', g.words) end as words
      from given g
      cross join jsonb_array_elements(g.body -> 'layers') with ordinality l (layer, n)
    ),
    -- The largest words say which way a layout runs.
    reading as materialized (
      select coalesce((
        select core.text_direction(w.words) from written w
        where w.is_text and w.words <> '' and w.layer -> 'hidden' is distinct from 'true'
        order by (w.layer ->> 'size')::numeric desc, w.n limit 1) = 'rtl', false) as is_rtl
    ),
    layers as materialized (
      select w.n, l.layer ->> 'id' as id, l.layer ->> 'under' as under, l.layer, w.is_text, w.words
      from written w
      cross join reading d
      cross join lateral (
        select case when d.is_rtl and w.layer ->> 'mirror' is distinct from 'never' then brand.mirror_layer(w.layer) else w.layer end as layer
        offset 0
      ) l
    ),
    shown as (
      select l.*
      from layers l
      where l.layer -> 'hidden' is distinct from 'true'
        and not (l.layer -> 'optional' is not distinct from 'true'
          and case when l.is_text then coalesce(l.words, '') = '' else l.layer ->> 'type' = 'logo' and not has_logo end)
    ),
    -- Texts in columns: each with the first of its column, whose place it has, and the width it inherits.
    columns as (
      select l.n, l.id, l.layer as root, l.layer -> 'width' as width from layers l where l.is_text and l.under is null
      union all
      select l.n, l.id, c.root, coalesce(l.layer -> 'width', c.width)
      from columns c
      join layers l on l.is_text and l.under = c.id and l.n > c.n
    ),
    -- Where the first of a column is not shown, the next that is takes its place.
    placed as (
      select s.n, c.root, c.width, first_value(s.id) over (partition by c.root ->> 'id' order by s.n) as leader
      from shown s
      join columns c on c.n = s.n
    )
    select jsonb_build_object(
      'background', coalesce(content.fill_colors(g.body -> 'background', g.colors), '"#FFFFFF"'),
      'layers', coalesce((
        select jsonb_agg(content.fill_colors(case
            when not s.is_text then s.layer
            when p.leader <> s.id then s.layer - '{anchor,margin,max_height}'::text[] || jsonb_build_object('under', p.leader, 'width', p.width)
            when s.under is null then s.layer
            else s.layer - '{under,gap}'::text[] || jsonb_strip_nulls(jsonb_build_object('anchor', p.root -> 'anchor', 'margin', p.root -> 'margin',
              'max_height', p.root -> 'max_height', 'width', least(p.width, p.root -> 'width'), 'panel', coalesce(s.layer -> 'panel', p.root -> 'panel')))
          end - '{text,optional,locked,hidden,mirror}'::text[], g.colors)
          || case when s.is_text then jsonb_build_object('text', coalesce(s.words, '')) else '{}' end order by s.n)
        from shown s
        left join placed p on p.n = s.n), '[]'))
    from given g;
  end;
comment on function content.resolve_layout(jsonb, content.platform_placements, brand.brand_guidelines, jsonb, jsonb, boolean) is
  'A template''s layout made concrete for one variant: overrides of shape, placement and request applied, words and colours filled in, left and right exchanged for words that run from right to left, layers left out that are hidden or have nothing to show. Nothing is left for the renderer to decide.';
grant execute on function content.resolve_layout(jsonb, content.platform_placements, brand.brand_guidelines, jsonb, jsonb, boolean) to vp_definer;
