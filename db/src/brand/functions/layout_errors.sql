create function brand.layout_errors(layout jsonb) returns setof text
  language sql immutable parallel safe
  begin atomic
    with layers as (
      select l.n, jsonb_strip_nulls(l.layer) as layer, l.layer ->> 'type' as type, l.layer ->> 'id' as id,
        'layers[' || l.n - 1 || ']' || coalesce(' (' || (l.layer ->> 'id') || ')', '') as name
      from jsonb_array_elements(case when jsonb_typeof(layout -> 'layers') = 'array' then layout -> 'layers' else '[]' end)
        with ordinality l (layer, n)
      where jsonb_typeof(l.layer) = 'object'
    ),
    -- What has fields: the layers, and the panels in them.
    things as (
      select n, name || ': ' as name, type as scope, layer as fields from layers where type in ('image', 'logo', 'text')
      union all
      select n, name || ': panel.', 'panel', layer -> 'panel' from layers where jsonb_typeof(layer -> 'panel') = 'object'
    ),
    -- Every field there is: what has it, what it is, its range (of numbers), whether it must be there. Lengths are fractions:
    -- width of the canvas's width, all others of its shorter side.
    known (field, scopes, kind, least, greatest, is_required) as (
      values ('id', '{image,logo,text}'::text[], 'name', null::numeric, null::numeric, true),
             ('type', '{image,logo,text}', 'text', null, null, true),
             ('fit', '{image}', 'fit', null, null, false),
             ('anchor', '{logo,text}', 'anchor', null, null, true),
             ('margin', '{logo,text}', 'number', 0, 0.45, false),
             ('width', '{logo,text}', 'number', 0.01, 1, true),
             ('max_height', '{logo}', 'number', 0.01, 2, false),
             ('optional', '{logo,text}', 'boolean', null, null, false),
             ('panel', '{logo,text}', 'object', null, null, false),
             ('text', '{text}', 'text', null, null, true),
             ('under', '{text}', 'name', null, null, false),
             ('gap', '{text}', 'number', 0, 0.5, false),
             ('size', '{text}', 'number', 0.005, 0.5, true),
             ('min_size', '{text}', 'number', 0.005, 0.5, false),
             ('max_lines', '{text}', 'whole', 1, 20, false),
             ('weight', '{text}', 'whole', 100, 900, false),
             ('line_height', '{text}', 'number', 0.8, 2, false),
             ('letter_spacing', '{text}', 'number', -0.1, 0.5, false),
             ('color', '{text,panel}', 'color', null, null, true),
             ('opacity', '{panel}', 'number', 0, 1, false),
             ('padding', '{panel}', 'number', 0, 0.2, false),
             ('padding_x', '{panel}', 'number', 0, 0.2, false),
             ('radius', '{panel}', 'number', 0, 0.5, false)
    )
    select 'layers must be a list of 1 to 50 layers.'
    where jsonb_typeof(layout -> 'layers') is distinct from 'array' or jsonb_array_length(layout -> 'layers') not between 1 and 50
    union all
    select 'layers: each must be an object.'
    where jsonb_typeof(layout -> 'layers') = 'array'
      and exists (select from jsonb_array_elements(layout -> 'layers') l where jsonb_typeof(l) <> 'object')
    union all
    select 'background must be #RRGGBB.'
    where layout ? 'background' and not core.is_hex_color(layout ->> 'background')
    union all
    select key || ' is not a known field of a layout.' from jsonb_object_keys(layout) key where key not in ('background', 'layers')
    union all
    select name || ': type must be image, logo or text.' from layers
    where coalesce(type, '') not in ('image', 'logo', 'text')
    union all
    select 'layers: the id ' || id || ' is used ' || count(*) || ' times.' from layers
    where id is not null group by id having count(*) > 1
    union all
    select name || ': the image fills the canvas, so it is the first layer, and the only one.' from layers where type = 'image' and n > 1
    union all
    select 'layers: there are ' || count(*) || ' logos.' from layers where type = 'logo' having count(*) > 1
    union all
    select t.name || key || ' is not a known field.'
    from things t
    cross join jsonb_object_keys(t.fields) key
    where not exists (select from known k where k.field = key and t.scope = any(k.scopes))
    union all
    select t.name || k.field || case k.kind
        when 'name' then ' must be 1 to 40 letters, digits, - or _.'
        when 'text' then ' must be 1 to 2000 characters.'
        when 'fit' then ' must be cover.'
        when 'anchor' then ' must be top_left, top, top_right, left, center, right, bottom_left, bottom or bottom_right.'
        when 'boolean' then ' must be true or false.'
        when 'object' then ' must be an object.'
        when 'color' then ' must be #RRGGBB.'
        when 'whole' then ' must be a whole number from ' || k.least || ' to ' || k.greatest || '.'
        else ' must be a number from ' || k.least || ' to ' || k.greatest || '.'
      end
    from things t
    join known k on t.scope = any(k.scopes)
    cross join lateral (select t.fields -> k.field as value, t.fields ->> k.field as content) f
    where case
      -- A text that stands under another takes its place.
      when f.value is null then k.is_required and not (k.field in ('anchor', 'width') and t.fields ? 'under')
      when k.kind = 'name' then jsonb_typeof(f.value) <> 'string' or f.content !~ '^[A-Za-z0-9_-]{1,40}$'
      when k.kind = 'text' then jsonb_typeof(f.value) <> 'string' or length(f.content) not between 1 and 2000
      when k.kind = 'fit' then f.content <> 'cover'
      when k.kind = 'anchor' then f.content not in
        ('top_left', 'top', 'top_right', 'left', 'center', 'right', 'bottom_left', 'bottom', 'bottom_right')
      when k.kind in ('boolean', 'object') then jsonb_typeof(f.value) <> k.kind
      when k.kind = 'color' then not core.is_hex_color(f.content)
      when jsonb_typeof(f.value) <> 'number' then true
      else f.content::numeric not between k.least and k.greatest or (k.kind = 'whole' and f.content::numeric % 1 <> 0)
    end
    union all
    select t.name || 'min_size must not be above size.' from things t
    where t.scope = 'text' and jsonb_typeof(t.fields -> 'min_size') = 'number' and jsonb_typeof(t.fields -> 'size') = 'number'
      and (t.fields ->> 'min_size')::numeric > (t.fields ->> 'size')::numeric
    union all
    select l.name || ': under must name an earlier text.' from layers l
    where l.layer ? 'under' and not exists (select from layers a where a.n < l.n and a.type = 'text' and a.id = l.layer ->> 'under')
    union all
    select l.name || ': ' || field || ' must be that of ' || a.id || ', which the text stands under.'
    from layers l
    join layers a on a.n < l.n and a.type = 'text' and a.id = l.layer ->> 'under' and not a.layer ? 'under'
    cross join unnest('{anchor,margin}'::text[]) field
    where l.layer ? field and l.layer -> field is distinct from coalesce(a.layer -> field, case field when 'margin' then to_jsonb(0.05) end);
  end;
comment on function brand.layout_errors(jsonb) is
  'What is wrong with a template''s layout, a sentence a fault, naming the layer and the field; no row when nothing is. The renderer refuses the same, but only once the picture is paid for.';
grant execute on function brand.layout_errors(jsonb) to vp_definer;
