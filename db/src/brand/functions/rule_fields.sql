create function brand.rule_fields() returns table (
  check_key text, field text, default_value numeric, minimum numeric, maximum numeric, unit text, description text
)
  language sql immutable parallel safe
  begin atomic
    -- Bands of CIEDE2000 that reviewers use: under 10 good, under 20 acceptable. Contrast: WCAG 2, level AA.
    select known.* from (values
      ('palette', 'warn', 10::numeric, 0.1::numeric, 100::numeric, 'ΔE', 'Up to this distance all points.'),
      ('palette', 'fail', 20, 0.1, 100, 'ΔE', 'Beyond this distance it fails.'),
      ('palette', 'area', 0.5, 0.1, 1, 'share of the area', 'How much of the picture has to be in the brand''s colours; the nearest part counts.'),
      ('palette', 'without_primary', 75, 0, 100, 'points', 'The most points of a picture that shows no primary colour.'),
      ('forbidden_colors', 'warn', 0.01, 0.001, 1, 'share of the area', 'Up to this share all points.'),
      ('forbidden_colors', 'fail', 0.05, 0.001, 1, 'share of the area', 'Beyond this share it fails.'),
      ('forbidden_colors', 'delta_e', 5, 0.1, 50, 'ΔE', 'Up to this distance a colour is taken for the forbidden one.'),
      ('text_contrast', 'warn', 4.5, 1.1, 21, 'contrast ratio', 'From this ratio all points, for text of normal size.'),
      ('text_contrast', 'fail', 4.5, 1.1, 21, 'contrast ratio', 'Under this ratio it fails, for text of normal size.'),
      ('text_contrast', 'warn_large', 3, 1.1, 21, 'contrast ratio', 'From this ratio all points, for large text.'),
      ('text_contrast', 'fail_large', 3, 1.1, 21, 'contrast ratio', 'Under this ratio it fails, for large text.'),
      ('logo_contrast', 'warn', 3, 1.1, 21, 'contrast ratio', 'From this ratio all points.'),
      ('logo_contrast', 'fail', 3, 1.1, 21, 'contrast ratio', 'Under this ratio it fails.')
    ) as known (check_key, field, default_value, minimum, maximum, unit, description);
  end;
comment on function brand.rule_fields() is
  'What a guideline''s rules can set of each check beside weight and gate, with default, range and unit.';
grant execute on function brand.rule_fields() to vp_member, vp_definer, vp_worker, vp_dba;
