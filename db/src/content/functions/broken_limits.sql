create function content.broken_limits(placements text[], caption text, alt_text text) returns jsonb
  language sql stable security definer set search_path = '' as $$
  -- As if the picture were rendered already, and as it should be: what is left to break is the words, and formats we do not make.
  select coalesce(jsonb_agg(broken.item || jsonb_build_object('message', broken.message, 'platform', p.platform, 'placement', p.placement)
    order by wanted.position, broken.n), '[]')
  from unnest(placements) with ordinality wanted (key, position)
  join content.platform_placements p
    on p.platform = split_part(wanted.key, '/', 1) and p.placement = split_part(wanted.key, '/', 2)
  cross join lateral (
    select jsonb_build_object('format', coalesce((select f.name from unnest(p.formats) f (name) where f.name in ('jpeg', 'png', 'webp') limit 1), 'jpeg'),
      'caption', coalesce(caption, ''), 'alt_text', alt_text, 'placement', to_jsonb(p) - array['name', 'is_enabled', 'valid_from', 'source']) as measured
    offset 0
  ) planned
  cross join lateral (
    select 1 as n, 'format' as "limit", c.* from content.check_file_format(planned.measured, '{}', '{}') c
    union all
    select 2, 'caption', c.* from content.check_caption_length(planned.measured, '{}', '{}') c
    union all
    select 3, 'hashtags', c.* from content.check_hashtag_count(planned.measured, '{}', '{}') c
    union all
    select 4, 'mentions', c.* from content.check_mention_count(planned.measured, '{}', '{}') c
    union all
    select 5, 'alt_text', c.* from content.check_alt_text_limit(planned.measured, '{}', '{}') c
    union all
    select 6, 'alt_text_required', c.* from content.check_alt_text_required(planned.measured, '{}', '{}') c
  ) checked
  cross join lateral (
    select checked.n, checked.message, jsonb_build_object('limit', checked."limit", 'observed', e.item -> 'observed', 'allowed', e.item -> 'allowed') as item
    from jsonb_array_elements(checked.evidence) e (item)
    where checked.value > 0
  ) broken;
$$;
comment on function content.broken_limits(text[], text, text) is
  'Which limits of the platforms a caption and an alternative text would break, before anything is made: [{platform, placement, limit, observed, allowed, message}].';
