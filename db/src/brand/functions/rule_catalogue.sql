create function brand.rule_catalogue() returns table (
  check_key text, description text, weight numeric, can_be_gate boolean, is_gate boolean, gate_cap numeric, worse text
)
  language sql immutable parallel safe
  begin atomic
    -- 49 is the highest whole score whose verdict is fail.
    select known.check_key, known.description, known.weight, known.can_be_gate, known.is_gate, 49::numeric, known.worse
    from (values
      ('palette', 'How near the picture''s colours are to the brand''s.', 25::numeric, false, false, 'more'),
      ('forbidden_colors', 'How much of the picture shows a forbidden colour.', 10, true, false, 'more'),
      ('text_contrast', 'Whether each text stands out from the worst ground under it.', 15, true, false, 'less'),
      ('text_fit', 'Whether each text fits its place.', 5, true, false, null),
      ('logo_contrast', 'Whether the logo stands out from the worst ground under it.', 5, true, false, 'less'),
      ('logo_size', 'Whether the logo is there and large enough: logo_rules says what is.', 5, true, false, null),
      ('prohibited_terms', 'Whether a prohibited term is on the picture, in its caption or in its alternative text.', 25, true, true, null),
      ('platform_limits', 'Whether the platform takes the file, the caption and the alternative text.', 10, true, true, null)
    ) as known (check_key, description, weight, can_be_gate, is_gate, worse);
  end;
comment on function brand.rule_catalogue() is
  'Every compliance check with its default weight, whether it can be and by default is a gate, and gate_cap: the most that a picture
scores which fails a gate. worse says which way its thresholds warn and fail point: less or more of what is measured is worse.
A palette is a tendency, not a fact, so it cannot be a gate.';
grant execute on function brand.rule_catalogue() to vp_member, vp_definer, vp_worker, vp_dba;
