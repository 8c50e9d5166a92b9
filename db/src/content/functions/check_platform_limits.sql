-- The limits are those of the day of the measurement, frozen into it: a platform that changes them does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_platform_limits(measured jsonb)
  returns table (points numeric, fault text, observed jsonb, expected jsonb, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with input as materialized (
      select string_agg(i.key, ', ') filter (where i.is_sound is not true) as unsound
      from (values
        ('width', jsonb_typeof(measured -> 'width') = 'number'),
        ('height', jsonb_typeof(measured -> 'height') = 'number'),
        ('bytes', jsonb_typeof(measured -> 'bytes') = 'number'),
        ('format', jsonb_typeof(measured -> 'format') = 'string'),
        ('caption', jsonb_typeof(measured -> 'caption') = 'string'),
        ('alt_text', jsonb_typeof(measured -> 'alt_text') in ('string', 'null')),
        ('placement.platform', jsonb_typeof(measured -> 'placement' -> 'platform') = 'string'),
        ('placement.placement', jsonb_typeof(measured -> 'placement' -> 'placement') = 'string'),
        ('placement.width', jsonb_typeof(measured -> 'placement' -> 'width') = 'number'),
        ('placement.height', jsonb_typeof(measured -> 'placement' -> 'height') = 'number'),
        ('placement.formats', jsonb_typeof(measured -> 'placement' -> 'formats') = 'array'),
        ('placement.max_bytes', jsonb_typeof(measured -> 'placement' -> 'max_bytes') = 'number'),
        ('placement.caption_limit', jsonb_typeof(measured -> 'placement' -> 'caption_limit') in ('number', 'null')),
        ('placement.caption_unit', measured -> 'placement' ->> 'caption_unit' in ('characters', 'weighted', 'graphemes', 'emoji_bytes')),
        ('placement.hashtag_limit', jsonb_typeof(measured -> 'placement' -> 'hashtag_limit') in ('number', 'null')),
        ('placement.mention_limit', jsonb_typeof(measured -> 'placement' -> 'mention_limit') in ('number', 'null')),
        ('placement.alt_text_limit', jsonb_typeof(measured -> 'placement' -> 'alt_text_limit') in ('number', 'null')),
        ('placement.alt_text_required', jsonb_typeof(measured -> 'placement' -> 'alt_text_required') = 'boolean')
      ) i (key, is_sound)
    ),
    -- Nothing is read where anything is unsound, so that no cast fails.
    broken as (
      select l.n, l.key, l.observed, l.allowed, l.message
      from input i
      cross join jsonb_to_record(measured) as p (width jsonb, height jsonb, bytes jsonb, format text, caption text, alt_text text)
      cross join jsonb_to_record(measured -> 'placement') as q (platform text, placement text, width jsonb, height jsonb, formats jsonb, max_bytes jsonb,
        caption_limit jsonb, caption_unit text, hashtag_limit jsonb, mention_limit jsonb, alt_text_limit jsonb, alt_text_required jsonb)
      cross join lateral (select content.count_caption(p.caption, q.caption_unit) as length, content.find_hashtags(p.caption) as hashtags,
        content.find_mentions(p.caption) as mentions, coalesce(length(p.alt_text), 0) as alt_text_length offset 0) said
      cross join lateral (values
        (1, 'size', format('%s×%s', p.width, p.height), format('%s×%s', q.width, q.height), p.width <> q.width or p.height <> q.height,
          format('The picture is %s × %s px; %s/%s takes %s × %s px: render it again.', p.width, p.height, q.platform, q.placement, q.width, q.height)),
        (2, 'bytes', p.bytes::text, q.max_bytes::text, p.bytes > q.max_bytes,
          format('The file has %s bytes, the platform takes %s: render it again at a lower quality.', p.bytes, q.max_bytes)),
        (3, 'format', p.format, (select string_agg(f.name, ', ') from jsonb_array_elements_text(q.formats) f (name)), not q.formats ? p.format,
          format('The platform does not take %s files: render the picture again.', p.format)),
        (4, 'caption', said.length::text, q.caption_limit::text, said.length > q.caption_limit::numeric,
          format('The caption is %s long as the platform counts (%s), %s too long: shorten it.', said.length, q.caption_unit, said.length - q.caption_limit::numeric)),
        (5, 'hashtags', cardinality(said.hashtags)::text, q.hashtag_limit::text, cardinality(said.hashtags) > q.hashtag_limit::numeric,
          format('The caption has %s hashtags, the platform takes %s: take out some, for example %s.', cardinality(said.hashtags), q.hashtag_limit, said.hashtags[cardinality(said.hashtags)])),
        (6, 'mentions', cardinality(said.mentions)::text, q.mention_limit::text, cardinality(said.mentions) > q.mention_limit::numeric,
          format('The caption has %s mentions, the platform takes %s: take out some, for example %s.', cardinality(said.mentions), q.mention_limit, said.mentions[cardinality(said.mentions)])),
        (7, 'alt_text', said.alt_text_length::text, q.alt_text_limit::text, said.alt_text_length > q.alt_text_limit::numeric,
          format('The alternative text has %s characters, the platform takes %s: shorten it.', said.alt_text_length, q.alt_text_limit)),
        (8, 'alt_text_required', said.alt_text_length::text, '1', q.alt_text_required::boolean and coalesce(p.alt_text, '') !~ '\S',
          'The platform requires an alternative text: say what the picture shows.')
      ) l (n, key, observed, allowed, is_broken, message)
      where i.unsound is null and l.is_broken
    ),
    judged as (
      select count(*) as broken, string_agg(b.message, ' ' order by b.n) as message,
        jsonb_agg(jsonb_build_object('limit', b.key, 'observed', b.observed, 'allowed', b.allowed, 'message', b.message) order by b.n) as evidence
      from broken b
    )
  select
    case when j.broken > 0 then 0 else 100 end,
    'The measurement lacks, or has in a wrong form: ' || i.unsound || '. Render the variant again.',
    jsonb_build_object('broken', j.broken),
    coalesce(measured -> 'placement', '{}'),
    coalesce(j.evidence, '[]'),
    case
      when j.broken > 0 then j.message
      else format('The platform takes the picture, the caption and the alternative text: %s/%s.', measured -> 'placement' ->> 'platform', measured -> 'placement' ->> 'placement')
    end
  from input i
  cross join judged j;
  end;
comment on function content.check_platform_limits(jsonb) is
  'Whether the platform takes the picture''s size, bytes and format, the caption''s length, hashtags and mentions, and the alternative text.';
grant execute on function content.check_platform_limits(jsonb) to vp_definer, vp_dba;
