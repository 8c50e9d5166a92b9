create function brand.rule_fields() returns table (
  check_key text, field text, default_value numeric, minimum numeric, maximum numeric, unit text, affects text, description text
)
  language sql immutable parallel safe
  begin atomic
    select known.check_key, known.field, known.default_value, known.minimum, known.maximum, known.unit,
      case when known.field in ('warn', 'fail') then 'judgement' else 'observation' end, known.description
    from (values
      -- Bands of CIEDE2000 that reviewers use: under 10 good, under 20 acceptable.
      ('palette', 'warn', 10::numeric, 0.1::numeric, 100::numeric, 'ΔE', 'Up to this distance all points.'),
      ('palette', 'fail', 20, 0.1, 100, 'ΔE', 'Beyond this distance it fails.'),
      ('palette', 'area', 0.5, 0.1, 1, 'share of the area', 'How much of the picture has to be in the brand''s colours; the nearest part counts.'),
      ('primary_coverage', 'warn', 0.005, 0.001, 1, 'share of the area', 'From this share all points.'),
      ('primary_coverage', 'fail', 0.001, 0.001, 1, 'share of the area', 'Under this share it fails.'),
      ('primary_coverage', 'delta_e', 10, 0.1, 50, 'ΔE', 'Up to this distance a colour is taken for the primary one.'),
      ('forbidden_colors', 'warn', 0.01, 0.001, 1, 'share of the area', 'Up to this share all points.'),
      ('forbidden_colors', 'fail', 0.05, 0.001, 1, 'share of the area', 'Beyond this share it fails.'),
      ('forbidden_colors', 'delta_e', 5, 0.1, 50, 'ΔE', 'Up to this distance a colour is taken for the forbidden one.'),
      -- WCAG 2, level AA: 4.5 for text, 3 for large text and graphics; level AAA: 7 and 4.5.
      ('text_contrast', 'warn', 4.5, 1.1, 21, 'contrast ratio', 'From this ratio all points.'),
      ('text_contrast', 'fail', 4.5, 1.1, 21, 'contrast ratio', 'Under this ratio it fails.'),
      ('large_text_contrast', 'warn', 3, 1.1, 21, 'contrast ratio', 'From this ratio all points.'),
      ('large_text_contrast', 'fail', 3, 1.1, 21, 'contrast ratio', 'Under this ratio it fails.'),
      ('logo_contrast', 'warn', 3, 1.1, 21, 'contrast ratio', 'From this ratio all points.'),
      ('logo_contrast', 'fail', 3, 1.1, 21, 'contrast ratio', 'Under this ratio it fails.'),
      ('logo_size', 'warn', 0.1, 0.01, 1, 'share of the width', 'From this share all points.'),
      ('logo_size', 'fail', 0.1, 0.01, 1, 'share of the width', 'Under this share it fails.'),
      ('logo_clear_space', 'warn', 1, 0.01, 10, 'share of what is asked for', 'From this share all points.'),
      ('logo_clear_space', 'fail', 0.5, 0.01, 10, 'share of what is asked for', 'Under this share it fails.'),
      ('logo_distortion', 'warn', 0.02, 0, 1, 'share', 'Up to this share all points.'),
      ('logo_distortion', 'fail', 0.05, 0.001, 1, 'share', 'Beyond this share it fails.'),
      ('logo_ground', 'warn', 5, 0, 50, 'L*', 'Up to so much on the other side of the middle all points.'),
      ('logo_ground', 'fail', 20, 0.1, 50, 'L*', 'Beyond so much it fails.'),
      ('text_size', 'warn', 0.022, 0.001, 0.5, 'share of the shorter side', 'From this share all points: 24 px of 1080.'),
      ('text_size', 'fail', 0.015, 0.001, 0.5, 'share of the shorter side', 'Under this share it fails: 16 px of 1080.'),
      ('text_area', 'warn', 0.35, 0.01, 1, 'share of the area', 'Up to this share all points.'),
      ('text_area', 'fail', 0.5, 0.01, 1, 'share of the area', 'Beyond this share it fails.'),
      ('safe_zone', 'warn', 0, 0, 1, 'share of the shorter side', 'Up to this share all points.'),
      ('safe_zone', 'fail', 0.02, 0.001, 1, 'share of the shorter side', 'Beyond this share it fails.'),
      ('capitals', 'warn', 0.5, 0.01, 1, 'share of the letters', 'Up to this share all points.'),
      ('capitals', 'fail', 0.75, 0.01, 1, 'share of the letters', 'Beyond this share it fails.'),
      ('exclamation_marks', 'warn', 2, 0, 100, 'marks', 'Up to so many all points.'),
      ('exclamation_marks', 'fail', 4, 1, 100, 'marks', 'Beyond so many it fails.'),
      ('emoji_density', 'warn', 0.25, 0, 1, 'share of words and emoji', 'Up to this share all points.'),
      ('emoji_density', 'fail', 0.5, 0.01, 1, 'share of words and emoji', 'Beyond this share it fails.'),
      ('alt_text_length', 'warn', 25, 1, 1000, 'characters', 'From so many all points.'),
      ('alt_text_length', 'fail', 10, 1, 1000, 'characters', 'Under so many it fails.'),
      ('upscaling', 'warn', 1.1, 1, 10, 'times', 'Up to so many times all points.'),
      ('upscaling', 'fail', 1.5, 1, 10, 'times', 'Beyond so many it fails.'),
      ('subject_visibility', 'warn', 0.7, 0.01, 1, 'share', 'From this share all points.'),
      ('subject_visibility', 'fail', 0.4, 0.01, 1, 'share', 'Under this share it fails.'),
      ('near_duplicate', 'warn', 6, 1, 64, 'bits', 'From so many all points.'),
      ('near_duplicate', 'fail', 3, 1, 64, 'bits', 'Under so many it fails.')
    ) as known (check_key, field, default_value, minimum, maximum, unit, description);
  end;
comment on function brand.rule_fields() is
  'What a guideline''s rules can set of each rule beside weight and gate, with default, range and unit. affects: warn and fail decide what an
observed number is worth (judgement), any other what is observed (observation). A rule without fields has warn and fail 0.';
grant execute on function brand.rule_fields() to vp_member, vp_definer, vp_worker, vp_dba;
