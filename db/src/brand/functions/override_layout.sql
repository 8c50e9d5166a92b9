create function brand.override_layout(layout jsonb, overrides text[], layer_overrides jsonb) returns jsonb
  language sql immutable parallel safe
  begin atomic
    select (layout - 'overrides') || jsonb_build_object('layers', jsonb_agg(jsonb_strip_nulls(
      l.layer
        || coalesce(layout #> array['overrides', overrides[1], 'layers', l.layer ->> 'id'], '{}')
        || coalesce(layout #> array['overrides', overrides[2], 'layers', l.layer ->> 'id'], '{}')
        || coalesce(layer_overrides -> (l.layer ->> 'id'), '{}')) order by l.n))
    from jsonb_array_elements(layout -> 'layers') with ordinality l (layer, n);
  end;
comment on function brand.override_layout(jsonb, text[], jsonb) is
  'A layout with two of its overrides applied, a shape''s and over it a placement''s, and over both a request''s layer_overrides. Fields that are null go back to their defaults.';
grant execute on function brand.override_layout(jsonb, text[], jsonb) to vp_definer;
