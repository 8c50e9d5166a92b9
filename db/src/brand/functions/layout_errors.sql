create function brand.layout_errors(layout jsonb) returns setof text
  language sql immutable parallel safe
  begin atomic
    with layers as (
      select l.layer, 'layers[' || l.n - 1 || ']' || coalesce(' (' || (l.layer ->> 'id') || ')', '') as name
      from jsonb_array_elements(case when jsonb_typeof(layout -> 'layers') = 'array' then layout -> 'layers' else '[]' end)
        with ordinality l (layer, n)
    ),
    -- Fractions of the canvas: field, layer types that have it, least, greatest, whether it must be there.
    numbers (field, types, least, greatest, is_required) as (
      values ('margin', '{logo,text}'::text[], 0, 0.45, false),
             ('width', '{logo,text}', 0.01, 1, true),
             ('size', '{text}', 0.005, 0.5, true),
             ('min_size', '{text}', 0.005, 0.5, false),
             ('max_lines', '{text}', 1, 20, false),
             ('weight', '{text}', 100, 900, false)
    )
    select 'layers must be a list of 1 to 50 layers.'
    where jsonb_typeof(layout -> 'layers') is distinct from 'array' or jsonb_array_length(layout -> 'layers') not between 1 and 50
    union all
    select 'background must be #RRGGBB.'
    where layout ? 'background' and not core.is_hex_color(layout ->> 'background')
    union all
    select name || ': type must be image, logo or text.' from layers
    where coalesce(layer ->> 'type', '') not in ('image', 'logo', 'text')
    union all
    select name || ': id must be 1 to 40 letters, digits, - or _.' from layers
    where coalesce(layer ->> 'id', '') !~ '^[A-Za-z0-9_-]{1,40}$'
    union all
    select 'layers: the id ' || (layer ->> 'id') || ' is used ' || count(*) || ' times.' from layers
    where layer ? 'id' group by layer ->> 'id' having count(*) > 1
    union all
    select name || ': anchor must be top_left, top, top_right, left, center, right, bottom_left, bottom or bottom_right.' from layers
    where layer ->> 'type' in ('logo', 'text') and coalesce(layer ->> 'anchor', '') not in
      ('top_left', 'top', 'top_right', 'left', 'center', 'right', 'bottom_left', 'bottom', 'bottom_right')
    union all
    select name || ': text must be 1 to 2000 characters.' from layers
    where layer ->> 'type' = 'text' and length(coalesce(layer ->> 'text', '')) not between 1 and 2000
    union all
    select name || ': color must be #RRGGBB.' from layers
    where layer ->> 'type' = 'text' and not core.is_hex_color(layer ->> 'color')
    union all
    select name || ': panel.color must be #RRGGBB.' from layers
    where layer ? 'panel' and not core.is_hex_color(layer -> 'panel' ->> 'color')
    union all
    select name || ': ' || field || ' must be a number from ' || least || ' to ' || greatest || '.'
    from layers
    join numbers on layer ->> 'type' = any(types)
    where case
      when layer ? field then jsonb_typeof(layer -> field) <> 'number' or (layer ->> field)::numeric not between least and greatest
      else is_required
    end;
  end;
comment on function brand.layout_errors(jsonb) is
  'What is wrong with a template''s layout, a sentence a fault, naming the layer and the field; no row when nothing is.';
grant execute on function brand.layout_errors(jsonb) to vp_definer;
