create function brand.layout_errors(layout jsonb) returns setof text
  language sql immutable parallel safe
  begin atomic
    with known as materialized (
      select scope, f.* from brand.layout_fields() f cross join unnest(f.scopes) scope
    ),
    layers as (
      select l.n, jsonb_strip_nulls(l.layer) as layer, l.layer ->> 'type' as type, l.layer ->> 'id' as id,
        'layers[' || l.n - 1 || ']' || coalesce(' (' || (l.layer ->> 'id') || ')', '') as name
      from jsonb_array_elements(case when jsonb_typeof(layout -> 'layers') = 'array' then layout -> 'layers' else '[]' end)
        with ordinality l (layer, n)
      where jsonb_typeof(l.layer) = 'object'
    ),
    variables as (
      select v.name, v.body ->> 'type' as type, jsonb_strip_nulls(v.body) as body
      from jsonb_each(case when jsonb_typeof(layout -> 'variables') = 'object' then layout -> 'variables' else '{}' end) v (name, body)
      where jsonb_typeof(v.body) = 'object'
    ),
    overrides as (
      select o.key, case when jsonb_typeof(o.body) = 'object' then o.body else '{}' end as body
      from jsonb_each(case when jsonb_typeof(layout -> 'overrides') = 'object' then layout -> 'overrides' else '{}' end) o (key, body)
    ),
    -- What an override changes of a layer; type is null where there is no such layer.
    changes as (
      select o.key, c.id, c.fields, l.n, l.type, l.layer, 'overrides.' || o.key || ' (' || c.id || ')' as name
      from overrides o
      cross join jsonb_each(case when jsonb_typeof(o.body -> 'layers') = 'object' then o.body -> 'layers' else '{}' end) c (id, fields)
      left join layers l on l.id = c.id and l.type in ('image', 'shape', 'gradient', 'logo', 'text')
      where jsonb_typeof(c.fields) = 'object'
    ),
    -- Every layer as it is, and as overrides make it.
    forms as (
      select l.n, l.id, l.type, l.layer, l.name, null::jsonb as changed from layers l
      union all
      select c.n, c.id, c.type, jsonb_strip_nulls(c.layer || c.fields), c.name, c.fields from changes c where c.type is not null
    ),
    -- What has fields: layers, changes of them, variables; and what these hold.
    outer_things as (
      select name || ': ' as name, type as scope, layer as fields, false as is_change from layers
      where type in ('image', 'shape', 'gradient', 'logo', 'text')
      union all
      select name || ': ', type, fields, true from changes where type is not null
      union all
      select 'variables.' || name || ': ', type || '_variable', body, false from variables where type in ('text', 'color')
    ),
    things as (
      select t.name, t.scope, t.fields, t.is_change from outer_things t
      union all
      select t.name || k.field || '.', k.child, jsonb_strip_nulls(t.fields -> k.field), false
      from outer_things t
      join known k on k.scope = t.scope and k.kind = 'object' and jsonb_typeof(t.fields -> k.field) = 'object'
      union all
      select t.name || k.field || '[' || item.n - 1 || '].', k.child, jsonb_strip_nulls(item.fields), false
      from outer_things t
      join known k on k.scope = t.scope and k.kind = 'list' and jsonb_typeof(t.fields -> k.field) = 'array'
      cross join lateral jsonb_array_elements(case when jsonb_typeof(t.fields -> k.field) = 'array' then t.fields -> k.field else '[]' end)
        with ordinality item (fields, n)
      where jsonb_typeof(item.fields) = 'object'
    ),
    -- The variables that texts and colours name.
    uses as (
      select t.name || 'text' as place, 'text' as type, found[1] as variable
      from things t
      cross join lateral regexp_matches(t.fields ->> 'text', '\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}', 'g') found
      where t.scope = 'text' and jsonb_typeof(t.fields -> 'text') = 'string'
      union all
      select t.name || k.field, 'color', substring(t.fields ->> k.field from '^\{\{ *([A-Za-z0-9_.-]+) *\}\}$')
      from things t
      join known k on k.scope = t.scope and k.kind in ('color', 'brand_color')
      where t.fields ->> k.field like '{{%'
      union all
      select 'background', 'color', substring(layout ->> 'background' from '^\{\{ *([A-Za-z0-9_.-]+) *\}\}$')
      where layout ->> 'background' like '{{%'
    ),
    colors as (
      select c.name from jsonb_object_keys(brand.palette_colors('[]', 'light')) c (name)
      union all
      select p.prefix || v.name from variables v cross join (values (''), ('on_')) p (prefix) where v.type = 'color'
    )
    select 'layers must be a list of 1 to 50 layers.'
    where case jsonb_typeof(layout -> 'layers') when 'array' then jsonb_array_length(layout -> 'layers') not between 1 and 50 else true end
    union all
    select 'layers: each must be an object.'
    where jsonb_path_exists(layout, 'strict $.layers[*] ? (@.type() != "object")', silent => true)
    union all
    select 'background must be ' || k.rule || '.'
    from known k
    where k.scope = 'panel' and k.field = 'color' and layout ? 'background'
      and (jsonb_typeof(layout -> 'background') <> 'string' or layout ->> 'background' !~ k.pattern)
    union all
    select key || ' is not a known field of a layout.' from jsonb_object_keys(layout) key
    where key not in ('background', 'variables', 'layers', 'overrides')

    -- Variables.
    union all
    select 'variables must be an object of at most 40: {"headline": {"type": "text"}}.'
    where layout ? 'variables' and case jsonb_typeof(layout -> 'variables')
      when 'object' then (select count(*) from jsonb_object_keys(layout -> 'variables')) > 40 else true end
    union all
    select 'variables.' || v.name || ' must be an object with the type text or color.'
    from jsonb_each(case when jsonb_typeof(layout -> 'variables') = 'object' then layout -> 'variables' else '{}' end) v (name, body)
    where coalesce(v.body ->> 'type', '') not in ('text', 'color')
    union all
    select 'variables.' || v.name || ': a name is 1 to 40 letters, digits, - or _, begins with a letter, and not with on_.'
    from jsonb_object_keys(case when jsonb_typeof(layout -> 'variables') = 'object' then layout -> 'variables' else '{}' end) v (name)
    where v.name !~ '^(?!on_)[A-Za-z][A-Za-z0-9_-]{0,39}$'
    union all
    select 'variables.' || v.name || ': default is longer than max_length.'
    from variables v
    where v.type = 'text' and jsonb_typeof(v.body -> 'max_length') = 'number' and length(v.body ->> 'default') > (v.body ->> 'max_length')::numeric
    union all
    select distinct u.place || ': there is no ' || case u.type when 'text' then 'text' else 'colour' end || ' variable ' || u.variable || '.'
    from uses u
    where case u.type
      -- Layouts without variables take their texts from the request's copy by any name.
      when 'text' then layout ? 'variables' and u.variable not in (select v.name from variables v where v.type = 'text')
      else u.variable not in (select c.name from colors c)
    end
    union all
    select t.name || 'text: braces stand around the name of a variable, as in {{headline}}.'
    from things t
    where t.scope = 'text' and regexp_replace(t.fields ->> 'text', '\{\{\s*[A-Za-z0-9_.-]+\s*\}\}', '', 'g') ~ '\{\{|\}\}'
    union all
    select l.name || ': the variable ' || v.name || ' may be missing: make the layer optional, or the variable required, or give it a default.'
    from layers l
    join variables v on l.layer ->> 'text' ~ ('\{\{\s*' || v.name || '\s*\}\}')
    where l.type = 'text' and l.layer -> 'optional' is distinct from 'true' and v.type = 'text'
      and v.body -> 'required' is distinct from 'true' and not v.body ? 'default'

    -- Layers as a whole.
    union all
    select l.name || ': type must be image, shape, gradient, logo or text.' from layers l
    where coalesce(l.type, '') not in ('image', 'shape', 'gradient', 'logo', 'text')
    union all
    select 'layers: the id ' || id || ' is used ' || count(*) || ' times.' from layers
    where id is not null group by id having count(*) > 1
    union all
    select 'layers: there are ' || count(*) || ' ' || type || 's.' from layers where type in ('image', 'logo') group by type having count(*) > 1

    -- Overrides.
    union all
    select 'overrides must be an object of at most 40: {"banner": {"layers": {"headline": {"size": 0.2}}}}.'
    where layout ? 'overrides' and case jsonb_typeof(layout -> 'overrides')
      when 'object' then (select count(*) from jsonb_object_keys(layout -> 'overrides')) > 40 else true end
    union all
    select 'overrides.' || o.key || ' must be named banner, landscape, square, portrait, tall or platform/placement.'
    from overrides o where o.key !~ '^(banner|landscape|square|portrait|tall|[a-z]{1,40}/[a-z0-9_]{1,40})$'
    union all
    select 'overrides.' || o.key || ' must be {"layers": {"<id>": {…}}} and nothing else.'
    from overrides o
    where jsonb_typeof(o.body -> 'layers') is distinct from 'object' or o.body - 'layers' <> '{}'
      or exists (select from jsonb_each(case when jsonb_typeof(o.body -> 'layers') = 'object' then o.body -> 'layers' else '{}' end) c
        where jsonb_typeof(c.value) <> 'object')
    union all
    select c.name || ': there is no such layer.' from changes c where c.type is null

    -- Fields.
    union all
    select t.name || key || case
        when key in ('id', 'type', 'optional', 'locked') and t.is_change then ' cannot be overridden.'
        else ' is not a known field.'
      end
    from things t
    cross join jsonb_object_keys(t.fields) key
    where (t.scope, key) not in (select k.scope, k.field from known k)
      or (t.is_change and key in ('id', 'type', 'optional', 'locked'))
    union all
    select t.name || k.field || ' must be ' || k.rule || '.'
    from things t
    join known k on k.scope = t.scope
    cross join lateral (select t.fields -> k.field as value, t.fields ->> k.field as content) f
    where case
      when f.value is null then k.is_required and not t.is_change
      when f.value = 'null' then k.is_required
      when k.kind in ('name', 'color', 'brand_color') then jsonb_typeof(f.value) <> 'string' or f.content !~ k.pattern
      when k.kind = 'text' then jsonb_typeof(f.value) <> 'string' or length(f.content) not between k.minimum and k.maximum
      when k.kind = 'choice' then jsonb_typeof(f.value) <> 'string' or f.content <> all (k.choices)
      when k.kind in ('boolean', 'object') then jsonb_typeof(f.value) <> k.kind
      when k.kind = 'list' then case jsonb_typeof(f.value) when 'array' then jsonb_array_length(f.value) not between k.minimum and k.maximum
        or jsonb_path_exists(f.value, 'strict $[*] ? (@.type() != "object")') else true end
      when jsonb_typeof(f.value) <> 'number' then true
      else f.content::numeric not between k.minimum and k.maximum or (k.kind = 'whole' and f.content::numeric % 1 <> 0)
    end

    -- Fields that depend on one another.
    union all
    select f.name || ': ' || missing.field || ' must be there, as the text stands under no other.'
    from forms f
    cross join unnest('{anchor,width}'::text[]) missing (field)
    where f.type = 'text' and not f.layer ? 'under' and not f.layer ? missing.field
    union all
    select f.name || ': min_size must not be above size.' from forms f
    where f.type = 'text' and jsonb_typeof(f.layer -> 'min_size') = 'number' and jsonb_typeof(f.layer -> 'size') = 'number'
      and (f.layer ->> 'min_size')::numeric > (f.layer ->> 'size')::numeric
    union all
    select f.name || ': nothing of it can be seen: give it a color or a stroke_color.' from forms f
    where f.type = 'shape' and not f.layer ? 'color' and not (f.layer ? 'stroke_color' and f.layer -> 'stroke_width' is distinct from '0')
    union all
    select f.name || ': color: a line has a stroke_color instead.' from forms f
    where f.type = 'shape' and f.layer ->> 'shape' = 'line' and f.layer ? 'color'
    union all
    select f.name || ': the image fills the canvas, so it must be the first layer, or have a box.' from forms f
    where f.type = 'image' and f.n > 1 and not f.layer ? 'box'
    union all
    select t.name || side.length || ' reaches beyond the canvas.'
    from things t
    cross join (values ('x', 'width'), ('y', 'height')) side (start, length)
    where t.scope = 'box' and jsonb_typeof(t.fields -> side.length) = 'number'
      and coalesce(jsonb_typeof(t.fields -> side.start), 'number') = 'number'
      and coalesce((t.fields ->> side.start)::numeric, 0) + (t.fields ->> side.length)::numeric > 1.000001
    union all
    select f.name || ': the stops must be in the order of at.' from forms f
    where f.type = 'gradient' and exists (
      select from (
        select s.stop -> 'at' as at, lag(s.stop -> 'at') over (order by s.n) as former
        from jsonb_array_elements(case when jsonb_typeof(f.layer -> 'stops') = 'array' then f.layer -> 'stops' else '[]' end) with ordinality s (stop, n)
      ) pair
      where jsonb_typeof(pair.at) = 'number' and jsonb_typeof(pair.former) = 'number' and pair.at < pair.former)
    union all
    select f.name || ': behind must name a text.' from forms f
    where f.layer ? 'behind' and not exists (select from layers a where a.type = 'text' and a.id = f.layer ->> 'behind')
    union all
    select f.name || ': under must name an earlier text.' from forms f
    where f.layer ? 'under' and (f.changed is null or f.changed ? 'under') and not exists (select from layers a where a.n < f.n and a.type = 'text' and a.id = f.layer ->> 'under')
    union all
    select f.name || ': ' || field || ' must be that of ' || a.id || ', which the text stands under.'
    from forms f
    join layers a on a.n < f.n and a.type = 'text' and a.id = f.layer ->> 'under' and not a.layer ? 'under'
    cross join unnest('{anchor,margin}'::text[]) field
    where (f.changed is null or f.changed ? field) and f.layer ? field
      and f.layer -> field is distinct from coalesce(a.layer -> field, case field when 'margin' then to_jsonb(0.05) end);
  end;
comment on function brand.layout_errors(jsonb) is
  'What is wrong with a template''s layout, a sentence a fault, naming the layer and the field; no row when nothing is. The renderer refuses the same, but only once the picture is paid for.';
grant execute on function brand.layout_errors(jsonb) to vp_definer;
