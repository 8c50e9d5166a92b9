-- No SET clause: it would keep the planner from inlining it.
create function content.observe(measured jsonb, colors content.shown_color[], rules jsonb, context jsonb)
  returns table ("position" int, check_key text, value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 39
  begin atomic
    select 1, 'palette', k.* from content.check_palette(colors, rules -> 'palette', context) k
    union all
    select 2, 'primary_coverage', k.* from content.check_primary_coverage(colors, rules -> 'primary_coverage', context) k
    union all
    select 3, 'forbidden_colors', k.* from content.check_forbidden_colors(colors, rules -> 'forbidden_colors', context) k
    union all
    select 4, 'text_contrast', k.* from content.check_text_contrast(measured, rules -> 'text_contrast', context) k
    union all
    select 5, 'large_text_contrast', k.* from content.check_large_text_contrast(measured, rules -> 'large_text_contrast', context) k
    union all
    select 6, 'logo_contrast', k.* from content.check_logo_contrast(measured, rules -> 'logo_contrast', context) k
    union all
    select 7, 'logo_presence', k.* from content.check_logo_presence(measured, rules -> 'logo_presence', context) k
    union all
    select 8, 'logo_size', k.* from content.check_logo_size(measured, rules -> 'logo_size', context) k
    union all
    select 9, 'text_fit', k.* from content.check_text_fit(measured, rules -> 'text_fit', context) k
    union all
    select 10, 'prohibited_terms', k.* from content.check_prohibited_terms(measured, rules -> 'prohibited_terms', context) k
    union all
    select 11, 'caption_length', k.* from content.check_caption_length(measured, rules -> 'caption_length', context) k
    union all
    select 12, 'hashtag_count', k.* from content.check_hashtag_count(measured, rules -> 'hashtag_count', context) k
    union all
    select 13, 'mention_count', k.* from content.check_mention_count(measured, rules -> 'mention_count', context) k
    union all
    select 14, 'alt_text_limit', k.* from content.check_alt_text_limit(measured, rules -> 'alt_text_limit', context) k
    union all
    select 15, 'alt_text_required', k.* from content.check_alt_text_required(measured, rules -> 'alt_text_required', context) k
    union all
    select 16, 'file_size', k.* from content.check_file_size(measured, rules -> 'file_size', context) k
    union all
    select 17, 'file_format', k.* from content.check_file_format(measured, rules -> 'file_format', context) k
    union all
    select 18, 'dimensions', k.* from content.check_dimensions(measured, rules -> 'dimensions', context) k
    union all
    select 19, 'logo_clear_space', k.* from content.check_logo_clear_space(measured, rules -> 'logo_clear_space', context) k
    union all
    select 20, 'logo_distortion', k.* from content.check_logo_distortion(measured, rules -> 'logo_distortion', context) k
    union all
    select 21, 'logo_placement', k.* from content.check_logo_placement(measured, rules -> 'logo_placement', context) k
    union all
    select 22, 'logo_ground', k.* from content.check_logo_ground(measured, rules -> 'logo_ground', context) k
    union all
    select 23, 'font_family', k.* from content.check_font_family(measured, rules -> 'font_family', context) k
    union all
    select 24, 'text_size', k.* from content.check_text_size(measured, rules -> 'text_size', context) k
    union all
    select 25, 'text_area', k.* from content.check_text_area(measured, rules -> 'text_area', context) k
    union all
    select 26, 'safe_zone', k.* from content.check_safe_zone(measured, rules -> 'safe_zone', context) k
    union all
    select 27, 'required_terms', k.* from content.check_required_terms(measured, rules -> 'required_terms', context) k
    union all
    select 28, 'capitals', k.* from content.check_capitals(measured, rules -> 'capitals', context) k
    union all
    select 29, 'exclamation_marks', k.* from content.check_exclamation_marks(measured, rules -> 'exclamation_marks', context) k
    union all
    select 30, 'emoji_density', k.* from content.check_emoji_density(measured, rules -> 'emoji_density', context) k
    union all
    select 31, 'alt_text_presence', k.* from content.check_alt_text_presence(measured, rules -> 'alt_text_presence', context) k
    union all
    select 32, 'alt_text_length', k.* from content.check_alt_text_length(measured, rules -> 'alt_text_length', context) k
    union all
    select 33, 'alt_text_file_name', k.* from content.check_alt_text_file_name(measured, rules -> 'alt_text_file_name', context) k
    union all
    select 34, 'upscaling', k.* from content.check_upscaling(measured, rules -> 'upscaling', context) k
    union all
    select 35, 'subject_visibility', k.* from content.check_subject_visibility(measured, rules -> 'subject_visibility', context) k
    union all
    select 36, 'nsfw', k.* from content.check_nsfw(measured, rules -> 'nsfw', context) k
    union all
    select 37, 'ai_disclosure', k.* from content.check_ai_disclosure(measured, rules -> 'ai_disclosure', context) k
    union all
    select 38, 'license_validity', k.* from content.check_license_validity(measured, rules -> 'license_validity', context) k
    union all
    select 39, 'near_duplicate', k.* from content.check_near_duplicate(measured, rules -> 'near_duplicate', context) k;
  end;
comment on function content.observe(jsonb, content.shown_color[], jsonb, jsonb) is
  'What every rule of the catalogue observes in a measurement and its colours, a row a rule: value in the rule''s unit, cut to four decimals, null where it does not
apply; fault where it cannot be known; evidence that a person can verify; and a sentence. rules are resolved, context is guideline_context''s.';
grant execute on function content.observe(jsonb, content.shown_color[], jsonb, jsonb) to vp_member, vp_definer, vp_dba;
