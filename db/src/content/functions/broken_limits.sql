create function content.broken_limits(placements text[], caption text, alt_text text) returns jsonb
  language sql stable security definer set search_path = '' as $$
  -- As if the picture were rendered already, and as it should be: what is left to break is the words, and formats we do not make.
  select coalesce(jsonb_agg(broken.item || jsonb_build_object('platform', p.platform, 'placement', p.placement)
    order by wanted.position, broken.n), '[]')
  from unnest(placements) with ordinality wanted (key, position)
  join content.platform_placements p
    on p.platform = split_part(wanted.key, '/', 1) and p.placement = split_part(wanted.key, '/', 2)
  cross join lateral content.check_platform_limits(jsonb_build_object(
    'width', p.width, 'height', p.height, 'bytes', 1,
    'format', coalesce((select f.name from unnest(p.formats) f (name) where f.name in ('jpeg', 'png', 'webp') limit 1), 'jpeg'),
    'caption', coalesce(caption, ''), 'alt_text', alt_text,
    'placement', to_jsonb(p) - array['name', 'is_enabled', 'valid_from', 'source'])) checked
  cross join lateral jsonb_array_elements(checked.evidence) with ordinality broken (item, n);
$$;
comment on function content.broken_limits(text[], text, text) is
  'Which limits of the platforms a caption and an alternative text would break, before anything is made: [{platform, placement, limit, observed, allowed, message}].';
