-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;
select no_plan();

-- What the renderer would refuse is refused before anything is paid for. A whole layout, and what of it is changed.
create function pg_temp.faults(changes jsonb default '{}') returns setof text language sql as $$
  select * from brand.layout_errors('{
    "variables": {"headline": {"type": "text", "required": true, "max_length": 80}, "kicker": {"type": "text", "default": "New"},
      "note": {"type": "text"}, "accent": {"type": "color", "default": "{{palette.accent}}"}},
    "background": "{{palette.dark}}",
    "layers": [
      {"id": "photo", "type": "image"},
      {"id": "scrim", "type": "gradient", "angle": 180, "stops": [{"at": 0, "color": "#000000", "opacity": 0}, {"at": 1, "color": "{{palette.dark}}"}]},
      {"id": "badge", "type": "shape", "shape": "ellipse", "box": {"x": 0.8, "width": 0.2, "height": 0.2}, "color": "{{accent}}", "optional": true},
      {"id": "logo", "type": "logo", "anchor": "top_left", "width": 0.2, "locked": true},
      {"id": "kicker", "type": "text", "text": "{{kicker}}", "anchor": "bottom_left", "width": 0.9, "size": 0.03, "color": "{{on_accent}}", "panel": {"color": "{{accent}}"}},
      {"id": "headline", "type": "text", "text": "{{ headline }}", "under": "kicker", "size": 0.1, "min_size": 0.05, "color": "#FFFFFF"},
      {"id": "note", "type": "text", "text": "{{note}}", "under": "headline", "size": 0.03, "color": "#FFFFFF", "optional": true}
    ],
    "overrides": {"banner": {"layers": {"headline": {"size": 0.2}}}, "instagram/story": {"layers": {"badge": {"hidden": true}, "kicker": {"panel": null}}}}
  }'::jsonb || changes) fault
$$;
create function pg_temp.layers(layers text) returns setof text language sql as $$
  select * from brand.layout_errors(jsonb_build_object('layers', layers::jsonb))
$$;
select is_empty($$ select pg_temp.faults() $$, 'a whole layout has no faults');
select is_empty($$ select pg_temp.layers('[{"id": "a", "type": "text", "text": "{{any}}", "anchor": "top", "width": 0.5, "size": 0.05, "color": "#000000", "gap": null},
    {"id": "b", "type": "text", "text": "B", "under": "a", "size": 0.05, "color": "#000000", "optional": true}]') $$,
  'nor one without variables, which takes any copy; null is as if it were not said');

select results_eq(format('select * from pg_temp.layers(%L)', layers), format('select unnest(%L::text[])', faults), said)
from (values
  ('[{"id": "a", "type": "logo", "anchor": "top", "width": 0.2}, {"id": "b", "type": "image"}]',
    array['layers[1] (b): the image fills the canvas, so it must be the first layer, or have a box.'], 'the image comes first'),
  ('[{"id": "b", "type": "image"}, {"id": "c", "type": "image", "box": {"width": 0.5, "height": 1}}]', array['layers: there are 2 images.'], 'there is one image'),
  ('[{"id": "a", "type": "logo", "anchor": "top", "width": 0.2}, {"id": "b", "type": "logo", "anchor": "top", "width": 0.2}]',
    array['layers: there are 2 logos.'], 'and one logo'),
  ('[{"id": "a", "type": "image", "blur": 3}, {"id": "b", "type": "logo", "anchor": "top", "width": 0.2, "panel": {"color": "#000000", "padding": 0.3, "shadow": 1}}]',
    array['layers[0] (a): blur is not a known field.', 'layers[1] (b): panel.shadow is not a known field.', 'layers[1] (b): panel.padding must be a number from 0 to 0.2.'],
    'unknown fields are told, in panels too'),
  ('[{"id": "a", "type": "text", "text": "A", "anchor": "top", "width": 0.5, "size": 0.05, "min_size": 0.06, "max_lines": 1.5, "color": "#000000"}]',
    array['layers[0] (a): max_lines must be a whole number from 1 to 20.', 'layers[0] (a): min_size must not be above size.'], 'sizes and lines make sense'),
  ('[{"id": "a", "type": "text", "text": "A", "under": "b", "size": 0.05, "color": "#000000"}, {"id": "b", "type": "text", "text": "B", "under": "a", "size": 0.05, "color": "#000000"}]',
    array['layers[0] (a): under must name an earlier text.'], 'a text stands under an earlier one, so never in a circle'),
  ('[{"id": "a", "type": "text", "text": "A", "size": 0.05, "color": "#000000", "width": 0.5}]',
    array['layers[0] (a): anchor must be there, as the text stands under no other.'], 'or has a place of its own'),
  ('[{"id": "a", "type": "text", "text": "A", "anchor": "top", "width": 0.5, "size": 0.05, "color": "#000000"},
     {"id": "b", "type": "text", "text": "B", "under": "a", "anchor": "left", "margin": 0.05, "size": 0.05, "color": "#000000"}]',
    array['layers[1] (b): anchor must be that of a, which the text stands under.'], 'and not both'),
  ('[{"id": "a", "type": "shape", "shape": "rect", "box": {"x": 0.6, "width": 0.5, "height": 1}, "stroke_color": "#000000", "stroke_width": 0}]',
    array['layers[0] (a): nothing of it can be seen: give it a color or a stroke_color.', 'layers[0] (a): box.width reaches beyond the canvas.'], 'shapes can be seen'),
  ('[{"id": "a", "type": "shape", "shape": "line", "box": {"width": 0.5, "height": 0.1}, "color": "#000000"}]',
    array['layers[0] (a): color: a line has a stroke_color instead.'], 'a line has no area'),
  ('[{"id": "a", "type": "gradient", "stops": [{"at": 0.6, "color": "#000000"}, {"at": 0.5, "color": "red"}]}]',
    array['layers[0] (a): stops[1].color must be #RRGGBB or a colour variable such as {{palette.primary}}.', 'layers[0] (a): the stops must be in the order of at.'],
    'so do gradients'),
  ('[{"id": "a", "type": "gradient", "stops": [{"at": 0.6, "color": "#000000"}]}]', array['layers[0] (a): stops must be a list of 2 to 8 objects.'], 'of two colours at least'),
  ('[{"id": "a", "type": "gradient", "behind": "b", "edge": 2, "stops": [{"at": 0, "color": "#000000"}, {"at": 1, "color": "#FFFFFF"}]}]',
    array['layers[0] (a): edge must be a number from 0 to 1.', 'layers[0] (a): behind must name a text.'], 'and behind a text that there is'),
  ('[{"id": "a", "type": "gradient", "stops": [1, 2]}]', array['layers[0] (a): stops must be a list of 2 to 8 objects.'], 'and colours alone'),
  ('[{"id": "a", "type": "text", "text": "{{head line}}", "anchor": "top", "width": 0.5, "size": 0.05, "color": "{{accent}}"}]',
    array['layers[0] (a): color: there is no colour variable accent.', 'layers[0] (a): text: braces stand around the name of a variable, as in {{headline}}.'], 'what stands in braces is a variable'),
  ('[{"id": "a", "type": "image", "box": 3, "focus": {"x": 2}}, 5]',
    array['layers: each must be an object.', 'layers[0] (a): box must be an object.', 'layers[0] (a): focus.x must be a number from 0 to 1.', 'layers[0] (a): focus.y must be a number from 0 to 1.'], 'and all is of its type')
) bad (layers, faults, said);

select results_eq(format('select * from pg_temp.faults(%L)', changes), format('select unnest(%L::text[])', faults), said)
from (values
  ('{"colour": "#000000", "background": "{{palette.pink}}"}', array['colour is not a known field of a layout.', 'background: there is no colour variable palette.pink.'], 'brands have known roles of colours'),
  ('{"background": "navy"}', array['background must be #RRGGBB or a colour variable such as {{palette.primary}}.'], 'colours are written in one way'),
  ('{"overrides": {"wide": {"layers": {}}, "banner": {"layer": {}}, "tall": {"layers": {"nope": {"size": 1}}}}}',
    array['overrides.wide must be named banner, landscape, square, portrait, tall or platform/placement.',
      'overrides.banner must be {"layers": {"<id>": {…}}} and nothing else.', 'overrides.tall (nope): there is no such layer.'], 'overrides name a shape or placement, and a layer'),
  ('{"overrides": {"banner": {"layers": {"logo": {"locked": false}, "photo": {"type": "logo"}}}}}',
    array['overrides.banner (logo): locked cannot be overridden.', 'overrides.banner (photo): type cannot be overridden.'], 'but do not unlock a layer or make it another'),
  ('{"overrides": {"banner": {"layers": {"headline": {"size": 7, "color": null, "radius": 0.1}}}}}',
    array['overrides.banner (headline): radius is not a known field.', 'overrides.banner (headline): color must be #RRGGBB or a colour variable such as {{palette.primary}}.',
      'overrides.banner (headline): size must be a number from 0.005 to 0.5.'], 'and their fields are checked as those of layers'),
  ('{"overrides": {"banner": {"layers": {"headline": {"under": null}}}}}',
    array['overrides.banner (headline): anchor must be there, as the text stands under no other.', 'overrides.banner (headline): width must be there, as the text stands under no other.'], 'as what they make of the layer'),
  ('{"variables": {"on_accent": {"type": "color", "default": "#000000"}, "n": {"type": "number"}, "kicker": {"type": "text", "default": "Too long", "max_length": 3},
     "headline": {"type": "text", "required": true}, "note": {"type": "text"}, "accent": {"type": "color", "default": "{{headline}}"}}}',
    array['variables.n must be an object with the type text or color.',
      'variables.on_accent: a name is 1 to 40 letters, digits, - or _, begins with a letter, and not with on_.',
      'variables.kicker: default is longer than max_length.',
      'variables.accent: default: there is no colour variable headline.',
      'variables.accent: default must be #RRGGBB or a colour of the brand such as {{palette.primary}}.'], 'variables have types, defaults and names that mean nothing else'),
  ('{"variables": {"headline": {"type": "text"}, "note": {"type": "text"}, "accent": {"type": "color", "default": "#000000"}}}',
    array['layers[4] (kicker): text: there is no text variable kicker.',
      'layers[5] (headline): the variable headline may be missing: make the layer optional, or the variable required, or give it a default.'], 'texts name variables that are there, and there is always something to show'),
  ('{"variables": [], "overrides": 3, "layers": {}}', array['layers must be a list of 1 to 50 layers.', 'variables must be an object of at most 40: {"headline": {"type": "text"}}.',
      'overrides must be an object of at most 40: {"banner": {"layers": {"headline": {"size": 0.2}}}}.'], 'and each part is what it should be')
) bad (changes, faults, said);

-- Fields and schema are one.
select is_empty($$ select f.field from brand.layout_fields() f where f.kind not in
  ('name', 'text', 'choice', 'color', 'brand_color', 'number', 'whole', 'boolean', 'object', 'list') $$, 'fields are of known kinds');
select is_empty($$ select f.field from brand.layout_fields() f, unnest(f.scopes) scope group by scope, f.field having count(*) > 1 $$, 'and none is there twice');
select is_empty($$ select f.child from brand.layout_fields() f where f.child is not null
  and not exists (select from brand.layout_fields() c where f.child = any (c.scopes)) $$, 'what is in them has fields too');
select is((select array_agg(name order by name) from jsonb_object_keys(brand.layout_schema() -> '$defs') name),
  '{box,change,color,color_variable,gradient,image,logo,panel,point,shape,stop,text,text_variable}', 'the JSON Schema has a definition for each');

-- Shapes.
select is(brand.shape_class(width, height), class, format('%s x %s is %s', width, height, class))
from (values (1500, 500, 'banner'), (1128, 191, 'banner'), (851, 315, 'banner'), (1200, 630, 'landscape'), (1280, 720, 'landscape'), (1080, 1080, 'square'),
  (1080, 1350, 'portrait'), (1080, 1440, 'portrait'), (1000, 1500, 'portrait'), (1080, 1920, 'tall'), (1000, 2100, 'tall'), (1000, 900, 'square')) known (width, height, class);

-- The brand's colours.
select is(brand.readable_on(hex), readable, hex) from (values ('#FFFFFF', '#000000'), ('#1ED760', '#000000'), ('#1877F2', '#000000'), ('#0A3D91', '#FFFFFF'), ('#757575', '#FFFFFF'), ('#767676', '#000000')) known (hex, readable);
select is(brand.palette_colors('[{"name": "Mint", "hex": "#1ed760", "role": "accent"}, {"name": "Ink", "hex": "#121212", "role": "primary"}, {"name": "Sand", "hex": "#F4EDE0", "role": "neutral"}, {"name": "Sea", "hex": "#0044AA", "role": "primary"}]', null) - '{palette.on_secondary,palette.on_neutral,palette.on_logo_ground}'::text[],
  '{"palette.primary": "#121212", "palette.on_primary": "#FFFFFF", "palette.secondary": "#121212", "palette.accent": "#1ED760", "palette.on_accent": "#000000", "palette.neutral": "#F4EDE0",
    "palette.dark": "#121212", "palette.on_dark": "#FFFFFF", "palette.light": "#F4EDE0", "palette.on_light": "#000000", "palette.logo_ground": "#F4EDE0"}', 'the first of each role, the darkest, the lightest, and what is read on them');
select is(brand.palette_colors(palette, 'dark') - '{palette.on_logo_ground,palette.on_primary,palette.on_secondary,palette.on_accent,palette.on_neutral,palette.on_dark,palette.on_light}'::text[],
  wanted, said)
from (values
  ('[{"name": "Mid", "hex": "#808080", "role": "neutral"}]'::jsonb, '{"palette.primary": "#808080", "palette.secondary": "#808080", "palette.accent": "#808080", "palette.neutral": "#808080",
     "palette.dark": "#111111", "palette.light": "#FFFFFF", "palette.logo_ground": "#111111"}'::jsonb, 'a role that the brand has not is taken by another; what is neither dark nor light is not written on'),
  (null, '{"palette.primary": "#111111", "palette.secondary": "#111111", "palette.accent": "#111111", "palette.neutral": "#FFFFFF", "palette.dark": "#111111", "palette.light": "#FFFFFF", "palette.logo_ground": "#111111"}', 'without a palette there is ink and paper')
) known (palette, wanted, said);

-- Over REST.
set local role vp_anon;
select is(api.layout_schema() ->> '$schema', 'https://json-schema.org/draft/2020-12/schema', 'everybody reads the JSON Schema');
reset role;
select pg_temp.sign_in('a', 'editor');
select throws_ok($$ insert into api.content_templates (slug, name, layout) values ('bad', 'Bad', '{"layers": [{"id": "photo", "type": "image", "fit": "stretch"}]}') $$,
  'VP201', 'The layout is not valid: layers[0] (photo): fit must be cover or contain.', 'a template with faults is refused');

select * from finish();
rollback;
