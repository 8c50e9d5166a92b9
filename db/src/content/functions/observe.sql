-- Rule by rule, each over all pictures: the other way round, no check finds its code and plan still in the processor's caches.
-- No SET clause: it would keep the planner from inlining it.
create function content.observe(pictures content.measured_picture[], rules jsonb, context jsonb)
  returns table (measurement_id uuid, "position" int, check_key text, value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1000
  begin atomic
    select p.measurement_id, 1, 'palette', k.* from content.each_picture(pictures) p cross join lateral content.check_palette(p.colors, rules -> 'palette', context) k
    union all
    select p.measurement_id, 2, 'primary_coverage', k.* from content.each_picture(pictures) p cross join lateral content.check_primary_coverage(p.colors, rules -> 'primary_coverage', context) k
    union all
    select p.measurement_id, 3, 'forbidden_colors', k.* from content.each_picture(pictures) p cross join lateral content.check_forbidden_colors(p.colors, rules -> 'forbidden_colors', context) k
    union all
    select p.measurement_id, 4, 'text_contrast', k.* from content.each_picture(pictures) p cross join lateral content.check_text_contrast(p.measured, rules -> 'text_contrast', context) k
    union all
    select p.measurement_id, 5, 'large_text_contrast', k.* from content.each_picture(pictures) p cross join lateral content.check_large_text_contrast(p.measured, rules -> 'large_text_contrast', context) k
    union all
    select p.measurement_id, 6, 'logo_contrast', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_contrast(p.measured, rules -> 'logo_contrast', context) k
    union all
    select p.measurement_id, 7, 'logo_presence', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_presence(p.measured, rules -> 'logo_presence', context) k
    union all
    select p.measurement_id, 8, 'logo_size', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_size(p.measured, rules -> 'logo_size', context) k
    union all
    select p.measurement_id, 9, 'text_fit', k.* from content.each_picture(pictures) p cross join lateral content.check_text_fit(p.measured, rules -> 'text_fit', context) k
    union all
    select p.measurement_id, 10, 'prohibited_terms', k.* from content.each_picture(pictures) p cross join lateral content.check_prohibited_terms(p.measured, rules -> 'prohibited_terms', context) k
    union all
    select p.measurement_id, 11, 'caption_length', k.* from content.each_picture(pictures) p cross join lateral content.check_caption_length(p.measured, rules -> 'caption_length', context) k
    union all
    select p.measurement_id, 12, 'hashtag_count', k.* from content.each_picture(pictures) p cross join lateral content.check_hashtag_count(p.measured, rules -> 'hashtag_count', context) k
    union all
    select p.measurement_id, 13, 'mention_count', k.* from content.each_picture(pictures) p cross join lateral content.check_mention_count(p.measured, rules -> 'mention_count', context) k
    union all
    select p.measurement_id, 14, 'alt_text_limit', k.* from content.each_picture(pictures) p cross join lateral content.check_alt_text_limit(p.measured, rules -> 'alt_text_limit', context) k
    union all
    select p.measurement_id, 15, 'alt_text_required', k.* from content.each_picture(pictures) p cross join lateral content.check_alt_text_required(p.measured, rules -> 'alt_text_required', context) k
    union all
    select p.measurement_id, 16, 'file_size', k.* from content.each_picture(pictures) p cross join lateral content.check_file_size(p.measured, rules -> 'file_size', context) k
    union all
    select p.measurement_id, 17, 'file_format', k.* from content.each_picture(pictures) p cross join lateral content.check_file_format(p.measured, rules -> 'file_format', context) k
    union all
    select p.measurement_id, 18, 'dimensions', k.* from content.each_picture(pictures) p cross join lateral content.check_dimensions(p.measured, rules -> 'dimensions', context) k
    union all
    select p.measurement_id, 19, 'logo_clear_space', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_clear_space(p.measured, rules -> 'logo_clear_space', context) k
    union all
    select p.measurement_id, 20, 'logo_distortion', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_distortion(p.measured, rules -> 'logo_distortion', context) k
    union all
    select p.measurement_id, 21, 'logo_placement', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_placement(p.measured, rules -> 'logo_placement', context) k
    union all
    select p.measurement_id, 22, 'logo_ground', k.* from content.each_picture(pictures) p cross join lateral content.check_logo_ground(p.measured, rules -> 'logo_ground', context) k
    union all
    select p.measurement_id, 23, 'font_family', k.* from content.each_picture(pictures) p cross join lateral content.check_font_family(p.measured, rules -> 'font_family', context) k
    union all
    select p.measurement_id, 24, 'text_size', k.* from content.each_picture(pictures) p cross join lateral content.check_text_size(p.measured, rules -> 'text_size', context) k
    union all
    select p.measurement_id, 25, 'text_area', k.* from content.each_picture(pictures) p cross join lateral content.check_text_area(p.measured, rules -> 'text_area', context) k
    union all
    select p.measurement_id, 26, 'safe_zone', k.* from content.each_picture(pictures) p cross join lateral content.check_safe_zone(p.measured, rules -> 'safe_zone', context) k
    union all
    select p.measurement_id, 27, 'required_terms', k.* from content.each_picture(pictures) p cross join lateral content.check_required_terms(p.measured, rules -> 'required_terms', context) k
    union all
    select p.measurement_id, 28, 'capitals', k.* from content.each_picture(pictures) p cross join lateral content.check_capitals(p.measured, rules -> 'capitals', context) k
    union all
    select p.measurement_id, 29, 'exclamation_marks', k.* from content.each_picture(pictures) p cross join lateral content.check_exclamation_marks(p.measured, rules -> 'exclamation_marks', context) k
    union all
    select p.measurement_id, 30, 'emoji_density', k.* from content.each_picture(pictures) p cross join lateral content.check_emoji_density(p.measured, rules -> 'emoji_density', context) k
    union all
    select p.measurement_id, 31, 'alt_text_presence', k.* from content.each_picture(pictures) p cross join lateral content.check_alt_text_presence(p.measured, rules -> 'alt_text_presence', context) k
    union all
    select p.measurement_id, 32, 'alt_text_length', k.* from content.each_picture(pictures) p cross join lateral content.check_alt_text_length(p.measured, rules -> 'alt_text_length', context) k
    union all
    select p.measurement_id, 33, 'alt_text_file_name', k.* from content.each_picture(pictures) p cross join lateral content.check_alt_text_file_name(p.measured, rules -> 'alt_text_file_name', context) k
    union all
    select p.measurement_id, 34, 'upscaling', k.* from content.each_picture(pictures) p cross join lateral content.check_upscaling(p.measured, rules -> 'upscaling', context) k
    union all
    select p.measurement_id, 35, 'subject_visibility', k.* from content.each_picture(pictures) p cross join lateral content.check_subject_visibility(p.measured, rules -> 'subject_visibility', context) k
    union all
    select p.measurement_id, 36, 'nsfw', k.* from content.each_picture(pictures) p cross join lateral content.check_nsfw(p.measured, rules -> 'nsfw', context) k
    union all
    select p.measurement_id, 37, 'ai_disclosure', k.* from content.each_picture(pictures) p cross join lateral content.check_ai_disclosure(p.measured, rules -> 'ai_disclosure', context) k
    union all
    select p.measurement_id, 38, 'license_validity', k.* from content.each_picture(pictures) p cross join lateral content.check_license_validity(p.measured, rules -> 'license_validity', context) k
    union all
    select p.measurement_id, 39, 'near_duplicate', k.* from content.each_picture(pictures) p cross join lateral content.check_near_duplicate(p.measured, rules -> 'near_duplicate', context) k;
  end;
comment on function content.observe(content.measured_picture[], jsonb, jsonb) is
  'What every rule of the catalogue observes in pictures, a row a picture and rule: value in the rule''s unit, cut to four decimals, null where it does not
apply; fault where it cannot be known; evidence that a person can verify; and a sentence. rules are resolved, context is guideline_context''s.';
grant execute on function content.observe(content.measured_picture[], jsonb, jsonb) to vp_member, vp_definer, vp_dba;
