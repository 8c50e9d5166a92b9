create function brand.layout_schema() returns jsonb
  language sql immutable parallel safe
  begin atomic
    with field_schemas as (
      select f.*, scope, f.scopes && '{image,shape,gradient,logo,text}'::text[] as is_of_layer,
        case
          when f.kind = 'object' then jsonb_build_object('$ref', '#/$defs/' || f.child)
          when f.kind = 'list' then jsonb_build_object('type', 'array', 'items', jsonb_build_object('$ref', '#/$defs/' || f.child),
            'minItems', f.minimum, 'maxItems', f.maximum)
          when f.kind = 'choice' and f.field = 'type' then jsonb_build_object('const', replace(scope, '_variable', ''))
          when f.kind = 'choice' then jsonb_build_object('enum', f.choices)
          when f.kind = 'boolean' then '{"type": "boolean"}'
          when f.kind in ('number', 'whole') then jsonb_build_object('type', case f.kind when 'whole' then 'integer' else 'number' end,
            'minimum', f.minimum, 'maximum', f.maximum)
          else jsonb_strip_nulls(jsonb_build_object('type', 'string', 'pattern', f.pattern, 'minLength', f.minimum, 'maxLength', f.maximum))
        end as content
      from brand.layout_fields() f
      cross join unnest(f.scopes) scope
    ),
    -- What need not be there may be null as well.
    properties as (
      select s.scope, s.field, s.is_required, s.is_of_layer, s.child,
        case when s.is_required then s.content else jsonb_build_object('anyOf', jsonb_build_array(s.content, '{"type": "null"}'::jsonb)) end
          || jsonb_strip_nulls(jsonb_build_object('description', s.description, 'default', s.default_value)) as content
      from field_schemas s
    ),
    definitions as (
      select p.scope as name, jsonb_build_object('type', 'object', 'additionalProperties', false,
          'required', coalesce(jsonb_agg(p.field order by p.field) filter (where p.is_required), '[]'),
          'properties', jsonb_object_agg(p.field, p.content))
        || case p.scope when 'text' then '{"anyOf": [
            {"required": ["under"], "properties": {"under": {"type": "string"}}},
            {"required": ["anchor", "width"], "properties": {"anchor": {"type": "string"}, "width": {"type": "number"}}}]}'::jsonb else '{}' end as content
      from properties p
      group by p.scope
      union all
      -- A field that several layers have is the same in all; what one of them needs, another may do without.
      select 'change', jsonb_build_object('type', 'object', 'additionalProperties', false, 'properties', jsonb_object_agg(c.field, c.content))
      from (
        select distinct on (p.field) p.field, p.content
        from properties p
        where p.is_of_layer and p.scope in ('image', 'shape', 'gradient', 'logo', 'text') and p.field not in ('id', 'type', 'optional', 'locked')
        order by p.field, p.is_required
      ) c
    )
    select jsonb_build_object(
      '$schema', 'https://json-schema.org/draft/2020-12/schema',
      'title', 'Layout of a content template',
      'description', 'Painted in the order of its layers. Lengths are parts of the canvas''s shorter side, boxes are parts of the canvas.',
      'type', 'object',
      'additionalProperties', false,
      'required', '["layers"]'::jsonb,
      'properties', jsonb_build_object(
        'background', '{"$ref": "#/$defs/color", "description": "Behind all layers.", "default": "#FFFFFF"}'::jsonb,
        'variables', '{"description": "What a request fills in, by name.", "type": "object", "maxProperties": 40,
          "propertyNames": {"pattern": "^(?!on_)[A-Za-z][A-Za-z0-9_-]{0,39}$"},
          "additionalProperties": {"oneOf": [{"$ref": "#/$defs/text_variable"}, {"$ref": "#/$defs/color_variable"}]}}'::jsonb,
        'layers', jsonb_build_object('description', 'At most one image and one logo.', 'type', 'array', 'minItems', 1, 'maxItems', 50,
          'items', '{"oneOf": [{"$ref": "#/$defs/image"}, {"$ref": "#/$defs/shape"}, {"$ref": "#/$defs/gradient"}, {"$ref": "#/$defs/logo"}, {"$ref": "#/$defs/text"}]}'::jsonb,
          'allOf', (select jsonb_agg(jsonb_build_object('minContains', 0, 'maxContains', 1, 'contains',
              jsonb_build_object('type', 'object', 'required', '["type"]'::jsonb, 'properties', jsonb_build_object('type', jsonb_build_object('const', type)))))
            from unnest('{image,logo}'::text[]) type)),
        'overrides', '{"description": "Changes of layers by id, for a shape of canvas or a placement, which goes over it.", "type": "object", "maxProperties": 40,
          "propertyNames": {"pattern": "^(banner|landscape|square|portrait|tall|[a-z]{1,40}/[a-z0-9_]{1,40})$"},
          "additionalProperties": {"type": "object", "additionalProperties": false, "required": ["layers"], "properties": {"layers": {
            "type": "object", "propertyNames": {"pattern": "^[A-Za-z0-9_-]{1,40}$"}, "additionalProperties": {"$ref": "#/$defs/change"}}}}}'::jsonb),
      '$defs', jsonb_object_agg(d.name, d.content) || jsonb_build_object('color',
        (select jsonb_build_object('type', 'string', 'pattern', f.pattern) from brand.layout_fields() f where f.kind = 'color' limit 1)))
    from definitions d;
  end;
comment on function brand.layout_schema() is
  'The JSON Schema (draft 2020-12) of a layout, made from brand.layout_fields(). What refers to something else in the layout (a variable, a layer) only brand.layout_errors() checks.';
grant execute on function brand.layout_schema() to vp_anon, vp_member;
