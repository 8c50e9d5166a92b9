create function content.design_errors(
  layout jsonb, placements text[], copy jsonb, layer_overrides jsonb, has_logo boolean, brand_name text
) returns table (message text, hint text)
  language sql stable security definer set search_path = '' as $$
  with wanted as (
    select p.platform || '/' || p.placement as key, brand.shape_class(p.width, p.height) as shape
    from unnest(placements) asked (key)
    join content.platform_placements p
      on p.platform = split_part(asked.key, '/', 1) and p.placement = split_part(asked.key, '/', 2)
  ),
  layers as (
    select l.layer ->> 'id' as id, l.layer from jsonb_array_elements(layout -> 'layers') l (layer)
  ),
  changes as (
    select c.id, c.fields, l.layer
    from jsonb_each(case when jsonb_typeof(layer_overrides) = 'object' then layer_overrides else '{}' end) c (id, fields)
    left join layers l on l.id = c.id
  ),
  bad_changes as (
    select 'layer_overrides is not an object.' as message where jsonb_typeof(layer_overrides) is distinct from 'object'
    union all
    select format('layer_overrides: the template has no layer "%s"; it has %s.', c.id, (select string_agg(l.id, ', ') from layers l))
    from changes c where c.layer is null
    union all
    select format('layer_overrides.%s is not an object.', c.id) from changes c where jsonb_typeof(c.fields) <> 'object'
    union all
    select format('layer_overrides.%s: the template has locked this layer.', c.id) from changes c where c.layer -> 'locked' = 'true'
    union all
    select format('layer_overrides.%s: a request does not change %s.', c.id, field)
    from changes c
    cross join lateral jsonb_object_keys(case when jsonb_typeof(c.fields) = 'object' then c.fields else '{}' end) field
    where field in ('id', 'type', 'text', 'under', 'optional', 'locked')
    union all
    select format('layer_overrides.%s: the layer is not optional, so it cannot be hidden.', c.id)
    from changes c
    where c.layer is not null and jsonb_typeof(c.fields) = 'object' and c.fields -> 'hidden' = 'true'
      and c.layer -> 'optional' is distinct from 'true' and c.layer -> 'hidden' is distinct from 'true'
  ),
  versions as materialized (
    select w.key, brand.override_layout(layout, array[w.shape, w.key],
      case when exists (select from bad_changes) then '{}' else layer_overrides end) as body
    from wanted w
  ),
  shown as (
    select v.key, l.layer, l.layer -> 'optional' is not distinct from 'true' as is_optional
    from versions v
    cross join jsonb_array_elements(v.body -> 'layers') l (layer)
    where l.layer -> 'hidden' is distinct from 'true'
  ),
  words as materialized (
    select content.words_of(layout, copy) as map
  ),
  variables as (
    select v.name, v.body from jsonb_each(coalesce(layout -> 'variables', '{}')) v (name, body)
  ),
  missing as (
    select v.name from variables v, words
    where v.body ->> 'type' = 'text' and v.body -> 'required' = 'true' and coalesce(words.map ->> v.name, '') = ''
    union
    select used[1]
    from shown s
    cross join words
    cross join lateral regexp_matches(s.layer ->> 'text', '\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}', 'g') used
    where s.layer ->> 'type' = 'text' and not s.is_optional and coalesce(words.map ->> used[1], '') = ''
  )
  select b.message, 'GET the template: its layout has the layers, with what is locked and what is optional.' from bad_changes b
  union all
  (select distinct 'layer_overrides: ' || fault, 'GET /rpc/layout_schema has what each field may be.'
   from versions v
   cross join lateral brand.layout_errors(v.body) fault
   where layer_overrides <> '{}' and not exists (select from bad_changes)
   order by 1)
  union all
  select format('The template needs the copy %s.', string_agg(format('"%s"', m.name), ', ' order by m.name)),
    'Send it in copy, or use a template where it is optional.'
  from missing m
  where copy is not null
  having count(*) > 0
  union all
  select format('The copy "%s" has %s characters; the template takes %s.', v.name, length(words.map ->> v.name), v.body -> 'max_length'),
    'Shorten it: what is too long would not fit, or be too small to read.'
  from variables v, words
  where v.body ->> 'type' = 'text' and length(words.map ->> v.name) > (v.body ->> 'max_length')::numeric
  union all
  select format('The text of the layer "%s" would have %s characters; there may be 2000.', s.layer ->> 'id', max(length(filled.text))),
    'Shorten the copy.'
  from shown s
  cross join words
  cross join lateral (select content.fill_text(s.layer ->> 'text', words.map) as text) filled
  where s.layer ->> 'type' = 'text' and length(filled.text) > 2000
  group by s.layer ->> 'id'
  union all
  select format('The copy "%s" is not a colour.', v.name), 'Send it as #RRGGBB or as a colour of the brand such as {{palette.primary}}, or leave it out.'
  from variables v
  where v.body ->> 'type' = 'color' and btrim(copy ->> v.name) <> '' and not core.is_hex_color(btrim(copy ->> v.name))
    and not coalesce(brand.palette_colors('[]', 'light') ? substring(btrim(copy ->> v.name) from '^\{\{ *(palette\.[a-z_]+) *\}\}$'), false)
  union all
  select format('The template shows a logo, and the brand %s has none.', brand_name), 'Insert one into brand_assets with kind logo and is_default true.'
  where not has_logo and exists (select from shown s where s.layer ->> 'type' = 'logo' and not s.is_optional)
  union all
  select format('Nothing is left to be shown in %s.', string_agg(v.key, ', ' order by v.key)), 'Send more copy, or hide less.'
  from versions v
  where copy is not null and not exists (
    select from shown s, words where s.key = v.key and case s.layer ->> 'type'
      when 'logo' then has_logo
      when 'text' then content.fill_text(s.layer ->> 'text', words.map) <> ''
      else true end)
  having count(*) > 0
$$;
comment on function content.design_errors(jsonb, text[], jsonb, jsonb, boolean, text) is
  'What of a request does not go with its template, in any of its placements: copy that is missing, too long or no colour (unless copy is null: not known yet), layer_overrides, a logo that is not there. No row when nothing.';
