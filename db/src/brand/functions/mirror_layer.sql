create function brand.mirror_layer(layer jsonb) returns jsonb
  language sql immutable parallel safe
  return layer
    || case when layer ? 'anchor' then jsonb_build_object('anchor', case
      when layer ->> 'anchor' ~ 'left' then replace(layer ->> 'anchor', 'left', 'right')
      else replace(layer ->> 'anchor', 'right', 'left')
    end) else '{}' end
    || case when layer ? 'box' then jsonb_build_object('box', (layer -> 'box') || jsonb_build_object('x',
      greatest(0, 1 - coalesce((layer #>> '{box,x}')::numeric, 0) - (layer #>> '{box,width}')::numeric))) else '{}' end
    || case when layer ? 'angle' then jsonb_build_object('angle', (360 - (layer ->> 'angle')::numeric) % 360) else '{}' end;
comment on function brand.mirror_layer(jsonb) is
  'A layer as it stands in a layout for writing from right to left: left and right have changed places. What a picture shows, and letters, are not mirrored.';
grant execute on function brand.mirror_layer(jsonb) to vp_definer;
