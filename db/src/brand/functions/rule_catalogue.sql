create function brand.rule_catalogue() returns table (
  "position" int, check_key text, category text, description text, unit text, worse text, is_graded boolean, zero numeric, reads text[],
  weight numeric, can_be_gate boolean, is_gate boolean, gate_cap numeric
)
  language sql immutable parallel safe
  begin atomic
    -- 49 is the highest whole score whose verdict is fail.
    select known.n, known.check_key, known.category, known.description, known.unit, known.worse, known.is_graded, known.zero, known.reads::text[],
      known.weight, known.can_be_gate, known.is_gate, 49::numeric
    from (values
      (1, 'palette', 'color', 'How near the picture''s colours are to the brand''s: mean distance of the part nearest to them.', 'ΔE', 'more', true, null::numeric, '{palette}', 18::numeric, false, false),
      (2, 'primary_coverage', 'color', 'How much of the picture is in a primary colour.', 'share', 'less', true, 0, '{palette}', 4, true, false),
      (3, 'forbidden_colors', 'color', 'How much of the picture is in a forbidden colour.', 'share', 'more', true, null, '{forbidden_colors}', 7, true, false),
      (4, 'text_contrast', 'contrast', 'How well text of normal size stands out from the worst ground under it.', 'contrast ratio', 'less', true, 1, '{}', 5, true, false),
      (5, 'large_text_contrast', 'contrast', 'How well large text stands out from the worst ground under it.', 'contrast ratio', 'less', true, 1, '{}', 5, true, false),
      (6, 'logo_contrast', 'contrast', 'How well the logo stands out from the worst ground under it.', 'contrast ratio', 'less', true, 1, '{}', 3, true, false),
      (7, 'logo_presence', 'logo', 'Whether a logo that the guideline requires is there.', 'logos missing', 'more', false, null, '{logo_rules}', 3, true, false),
      (8, 'logo_size', 'logo', 'How much of the picture''s width the logo takes.', 'share', 'less', true, 0, '{}', 2, true, false),
      (9, 'text_fit', 'typography', 'Whether each text fits its place.', 'texts', 'more', false, null, '{}', 3, true, false),
      (10, 'prohibited_terms', 'copy', 'Prohibited terms on the picture, in its caption and in its alternative text.', 'terms', 'more', false, null, '{prohibited_terms}', 12, true, true),
      (11, 'caption_length', 'platform', 'How far the caption is longer than the platform takes, as it counts.', 'too many', 'more', false, null, '{}', 1.5, true, true),
      (12, 'hashtag_count', 'platform', 'How many hashtags the caption has more than the platform takes.', 'too many', 'more', false, null, '{}', 0.5, true, true),
      (13, 'mention_count', 'platform', 'How many mentions the caption has more than the platform takes.', 'too many', 'more', false, null, '{}', 0.5, true, true),
      (14, 'alt_text_limit', 'platform', 'How far the alternative text is longer than the platform takes.', 'too many', 'more', false, null, '{}', 0.5, true, true),
      (15, 'alt_text_required', 'platform', 'Whether the alternative text is there where the platform requires one.', 'missing', 'more', false, null, '{}', 0.5, true, true),
      (16, 'file_size', 'platform', 'How much larger the file is than the platform takes.', 'kB too many', 'more', false, null, '{}', 1, true, true),
      (17, 'file_format', 'platform', 'Whether the platform takes the file''s format.', 'files', 'more', false, null, '{}', 0.5, true, true),
      (18, 'dimensions', 'platform', 'Whether the picture has the placement''s size.', 'pixels off', 'more', false, null, '{}', 1.5, true, true),
      (19, 'logo_clear_space', 'logo', 'How much of the space that the template asks to keep free around the logo is free.', 'share', 'less', true, 0, '{}', 2, true, false),
      (20, 'logo_distortion', 'logo', 'How far the logo''s proportions are off those of its file.', 'share', 'more', true, null, '{}', 1, true, false),
      (21, 'logo_placement', 'logo', 'Whether the logo stands in a place that the guideline allows.', 'logos', 'more', false, null, '{logo_rules}', 1, true, false),
      (22, 'logo_ground', 'logo', 'How far the ground under the logo is lighter or darker than its variant is made for.', 'L*', 'more', true, null, '{logo_rules}', 1, true, false),
      (23, 'font_family', 'typography', 'How many texts have letters of a font that the guideline does not allow.', 'texts', 'more', false, null, '{allowed_fonts}', 3, true, false),
      (24, 'text_size', 'typography', 'How large the smallest text is, beside the picture''s shorter side.', 'share', 'less', true, 0, '{}', 2, true, false),
      (25, 'text_area', 'typography', 'How much of the picture texts take.', 'share', 'more', true, null, '{}', 1, true, false),
      (26, 'safe_zone', 'typography', 'How far a text or the logo reaches into what the platform covers, beside the picture''s shorter side.', 'share', 'more', true, null, '{}', 3, true, false),
      (27, 'required_terms', 'copy', 'Required words, hashtags and mentions that are missing.', 'terms', 'more', false, null, '{required_terms}', 5, true, true),
      (28, 'capitals', 'copy', 'How much of the caption is in capitals.', 'share', 'more', true, null, '{}', 0.5, true, false),
      (29, 'exclamation_marks', 'copy', 'Exclamation marks in the caption and on the picture.', 'marks', 'more', true, null, '{}', 0.5, true, false),
      (30, 'emoji_density', 'copy', 'How much of the caption is emoji.', 'share', 'more', true, null, '{}', 0.5, true, false),
      (31, 'alt_text_presence', 'copy', 'Whether there is an alternative text, also where the platform requires none.', 'missing', 'more', false, null, '{}', 1, true, false),
      (32, 'alt_text_length', 'copy', 'How long the alternative text is.', 'characters', 'less', true, 0, '{}', 0.5, true, false),
      (33, 'alt_text_file_name', 'copy', 'Whether the alternative text is the name of a file.', 'texts', 'more', false, null, '{}', 0.5, true, false),
      (34, 'upscaling', 'technical', 'How many times the source picture was enlarged.', 'times', 'more', true, null, '{}', 3, true, false),
      (35, 'subject_visibility', 'technical', 'How much of the subject is in the frame and not covered.', 'share', 'less', true, 0, '{}', 2, true, false),
      (36, 'nsfw', 'legal', 'Whether the source picture was flagged as not safe for work.', 'pictures', 'more', false, null, '{}', 1, true, true),
      (37, 'ai_disclosure', 'legal', 'Whether the file of a picture that AI made says so.', 'files', 'more', false, null, '{}', 1, true, true),
      (38, 'license_validity', 'legal', 'For how many days a licence of what is shown had been over.', 'days', 'more', false, null, '{}', 1, true, true),
      (39, 'near_duplicate', 'legal', 'How much the picture differs from the most similar one that the brand published for the placement.', 'bits of 64', 'less', true, 0, '{}', 1, true, false)
    ) as known (n, check_key, category, description, unit, worse, is_graded, zero, reads, weight, can_be_gate, is_gate);
  end;
comment on function brand.rule_catalogue() is
  'Every compliance rule. A rule observes one number, in unit; worse says whether more or less of it is worse. From warn on points fall, to half
at fail; a graded rule has none left at twice fail, or at zero where less is worse, any other none beyond fail. reads: what of the guideline
decides what is observed, beside the rule''s own fields. weight and is_gate are defaults; gate_cap is the most that a picture scores which fails a
gate. A palette is a tendency, not a fact, so it cannot be a gate. position is the place of its number in compliance_results.observed:
a new rule takes the next, none is given twice.';
grant execute on function brand.rule_catalogue() to vp_member, vp_definer, vp_worker, vp_dba;
