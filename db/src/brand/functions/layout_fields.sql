create function brand.layout_fields() returns table (
  scopes text[], field text, kind text, minimum numeric, maximum numeric, choices text[], default_value jsonb, is_required boolean,
  description text, child text, pattern text, rule text
)
  language sql immutable parallel safe
  begin atomic
    select k.scopes::text[], k.field, k.kind, k.minimum, k.maximum, k.choices::text[], k.default_value::jsonb, k.is_required, k.description,
      case when k.kind in ('object', 'list') then coalesce(nullif(k.child, ''), k.field) end,
      case k.kind
        when 'name' then '^[A-Za-z0-9_-]{1,40}$'
        when 'color' then '^(#[0-9A-Fa-f]{6}|\{\{ *((palette\.)?[A-Za-z][A-Za-z0-9_-]{0,42}) *\}\})$'
        when 'brand_color' then '^(#[0-9A-Fa-f]{6}|\{\{ *palette\.[a-z_]{1,20} *\}\})$'
      end,
      case k.kind
        when 'name' then '1 to 40 letters, digits, - or _'
        when 'text' then format('%s to %s characters', k.minimum, k.maximum)
        when 'color' then '#RRGGBB or a colour variable such as {{palette.primary}}'
        when 'brand_color' then '#RRGGBB or a colour of the brand such as {{palette.primary}}'
        when 'choice' then regexp_replace(array_to_string(k.choices::text[], ', '), ', ([^,]*)$', ' or \1')
        when 'number' then format('a number from %s to %s', k.minimum, k.maximum)
        when 'whole' then format('a whole number from %s to %s', k.minimum, k.maximum)
        when 'boolean' then 'true or false'
        when 'object' then 'an object'
        when 'list' then format('a list of %s to %s objects', k.minimum, k.maximum)
      end
    from (values
      ('{image,shape,gradient,logo,text}', 'id', 'name', null::numeric, null::numeric, null, null, true, 'The layer''s name.', null),
      ('{image,shape,gradient,logo,text}', 'type', 'choice', null, null, '{image,shape,gradient,logo,text}', null, true, 'What it shows.', null),
      ('{image,shape,gradient,logo,text}', 'optional', 'boolean', null, null, null, 'false', false,
        'Left out when there is nothing to show; a request may hide it.', null),
      ('{image,shape,gradient,logo,text}', 'locked', 'boolean', null, null, null, 'false', false, 'A request may neither hide nor change it.', null),
      ('{image,shape,gradient,logo,text}', 'hidden', 'boolean', null, null, null, 'false', false, 'Not shown, unless an override shows it.', null),
      ('{image,shape,gradient,logo,text}', 'mirror', 'choice', null, null, '{auto,never}', '"auto"', false,
        'Whether it changes sides, left for right, where the largest words run from right to left.', null),
      ('{image,shape,gradient,logo,text,panel,stop}', 'opacity', 'number', 0, 1, null, '1', false, '0 is not to be seen.', null),
      ('{image,gradient}', 'box', 'object', null, null, null, '{"x": 0, "y": 0, "width": 1, "height": 1}', false,
        'Where it is, in parts of the canvas; the whole canvas, unless said.', null),
      ('{shape}', 'box', 'object', null, null, null, null, true, 'Where it is, in parts of the canvas.', null),
      ('{image}', 'fit', 'choice', null, null, '{cover,contain}', '"cover"', false, 'Whether the picture is cropped to its box or put into it.', null),
      ('{image}', 'fill', 'choice', null, null, '{blur,background}', '"blur"', false, 'What covers the part of the box that the picture does not.', null),
      ('{image}', 'focus', 'object', null, null, null, null, false, 'The point of the picture that is kept in sight; found, unless said.', 'point'),
      ('{image,shape,panel}', 'radius', 'number', 0, 0.5, null, '0', false, 'Of the corners.', null),
      ('{shape}', 'shape', 'choice', null, null, '{rect,ellipse,line}', null, true, 'A line runs through the middle of its box, along the longer side.', null),
      ('{shape}', 'color', 'color', null, null, null, null, false, 'Of its area; a line has none.', null),
      ('{shape}', 'stroke_color', 'color', null, null, null, null, false, 'Of its outline.', null),
      ('{shape}', 'stroke_width', 'number', 0, 0.2, null, null, false, 'Of its outline, which lies inside the box; 0.005 with a stroke_color, unless said.', null),
      ('{gradient}', 'angle', 'number', 0, 360, null, '180', false, 'Where it goes to: 0 is up, 90 to the right.', null),
      ('{gradient}', 'stops', 'list', 2, 8, null, null, true, 'Its colours, from start to end.', 'stop'),
      ('{gradient}', 'behind', 'name', null, null, null, null, false, 'The text that it is a scrim for: it reaches as far as that one''s column, pressed together or moved.', null),
      ('{gradient}', 'edge', 'number', 0, 1, null, '0.5', false, 'How far along the edge of that column is where it stays as it is.', null),
      ('{stop}', 'at', 'number', 0, 1, null, null, true, 'How far along.', null),
      ('{logo}', 'anchor', 'choice', null, null, '{top_left,top,top_right,left,center,right,bottom_left,bottom,bottom_right}', null, true,
        'Where it is fastened.', null),
      ('{text}', 'anchor', 'choice', null, null, '{top_left,top,top_right,left,center,right,bottom_left,bottom,bottom_right}', null, false,
        'Where it is fastened; a text under another has that one''s place.', null),
      ('{logo,text}', 'margin', 'number', 0, 0.45, null, '0.05', false, 'Distance from the edge; the placement''s safe zone comes on top.', null),
      ('{logo}', 'width', 'number', 0.01, 1, null, null, true, 'At most, as a part of the canvas''s width.', null),
      ('{text}', 'width', 'number', 0.01, 1, null, null, false, 'At most, as a part of the canvas''s width; under another, that one''s unless said.', null),
      ('{logo,text}', 'max_height', 'number', 0.01, 2, null, '2', false, 'At most; of a text, with all that stands under it.', null),
      ('{logo}', 'clear_space', 'number', 0, 2, null, '0', false, 'What stays free around it, in parts of its height.', null),
      ('{logo,text}', 'panel', 'object', null, null, null, null, false, 'A box behind it; that of a text is also behind what stands under it.', null),
      ('{panel}', 'padding', 'number', 0, 0.2, null, '0.03', false, 'Between content and edge.', null),
      ('{panel}', 'padding_x', 'number', 0, 0.2, null, null, false, 'Left and right; as padding, unless said.', null),
      ('{text,panel,stop}', 'color', 'color', null, null, null, null, true, 'Its colour.', null),
      ('{text}', 'text', 'text', 1, 2000, null, null, true, 'The words; {{name}} takes the value of a text variable.', null),
      ('{text}', 'under', 'name', null, null, null, null, false, 'The earlier text that it stands under, in one column.', null),
      ('{text}', 'gap', 'number', 0, 0.5, null, '0.03', false, 'Space above it where it stands under another.', null),
      ('{text}', 'size', 'number', 0.005, 0.5, null, null, true, 'Of the type, at most.', null),
      ('{text}', 'min_size', 'number', 0.005, 0.5, null, null, false, 'Of the type, at least; as size, unless said. It shrinks until it fits, and what does not fit is told.', null),
      ('{text}', 'max_lines', 'whole', 1, 20, null, '3', false, 'Lines, at most.', null),
      ('{text}', 'weight', 'whole', 100, 900, null, '400', false, 'Of the type: 400 is regular, 700 bold.', null),
      ('{text}', 'font', 'choice', null, null, '{heading,body}', '"heading"', false, 'Which of the brand''s fonts.', null),
      ('{text}', 'transform', 'choice', null, null, '{none,uppercase}', '"none"', false, 'Whether it is set in capitals.', null),
      ('{text}', 'align', 'choice', null, null, '{auto,start,center,end}', '"auto"', false, 'Of its lines; auto goes by the anchor.', null),
      ('{text}', 'direction', 'choice', null, null, '{auto,ltr,rtl}', '"auto"', false, 'Of its writing; auto goes by the words.', null),
      ('{text}', 'line_height', 'number', 0.8, 2, null, '1.2', false, 'In parts of its size.', null),
      ('{text}', 'letter_spacing', 'number', -0.1, 0.5, null, '0', false, 'In parts of its size.', null),
      ('{text}', 'avoid_subject', 'boolean', null, null, null, 'false', false, 'Whether it makes way for what the picture shows.', null),
      ('{box}', 'x', 'number', 0, 0.999, null, '0', false, 'Its left edge.', null),
      ('{box}', 'y', 'number', 0, 0.999, null, '0', false, 'Its upper edge.', null),
      ('{box}', 'width', 'number', 0.001, 1, null, null, true, 'Its width.', null),
      ('{box}', 'height', 'number', 0.001, 1, null, null, true, 'Its height.', null),
      ('{point}', 'x', 'number', 0, 1, null, null, true, '0 is left, 1 right.', null),
      ('{point}', 'y', 'number', 0, 1, null, null, true, '0 is at the top, 1 at the bottom.', null),
      ('{text_variable,color_variable}', 'type', 'choice', null, null, '{text,color}', null, true, 'What it holds.', null),
      ('{text_variable}', 'default', 'text', 1, 2000, null, null, false, 'Where the request gives none.', null),
      ('{color_variable}', 'default', 'brand_color', null, null, null, null, true, 'Where the request gives none.', null),
      ('{text_variable}', 'required', 'boolean', null, null, null, 'false', false, 'Whether a request must give it.', null),
      ('{text_variable}', 'max_length', 'whole', 1, 2000, null, '2000', false, 'Characters, at most.', null)
    ) as k (scopes, field, kind, minimum, maximum, choices, default_value, is_required, description, child);
  end;
comment on function brand.layout_fields() is
  'Every field of a layout: what has it (a layer by type, a panel, box, stop, point, variable), what it may be, its default, what it is for. The checks and the JSON Schema are made from it. Lengths are parts of the canvas''s shorter side, unless said.';
grant execute on function brand.layout_fields() to vp_anon, vp_member, vp_definer;
