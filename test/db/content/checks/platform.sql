-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;
-- The rows alone. Once: each change of it has all plans made anew.
set local session_replication_role = replica;

select plan(34);

-- platform_limits
-- All of them with these changes: what is not passed, with the excess.
create function pg_temp.limits(change jsonb) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', c.check_key, nullif(said ->> 'outcome', 'fail'), trim_scale((said ->> 'observed')::numeric)), ', ' order by c."position"), 'pass')
  from brand.rule_catalogue() c
  cross join lateral pg_temp.judge(c.check_key, change) said
  where c.category = 'platform' and said ->> 'outcome' in ('fail', 'warn', 'error')
$$;
select is(pg_temp.limits(change), told, 'platform: ' || about)
from (values
  ('{"width": 1079}'::jsonb, 'dimensions 1', 'a pixel too narrow'), ('{"height": 1081}', 'dimensions 1', 'a pixel too high'),
  ('{"bytes": 1000000}', 'pass', 'as many bytes as it takes'), ('{"bytes": 1000001}', 'file_size 0.001', 'a byte too many'),
  ('{"format": "png"}', 'pass', 'another format that it takes'), ('{"format": "webp"}', 'file_format 1', 'one that it does not take'),
  ('{"caption": "12345678901234567890"}', 'pass', 'a caption as long as it takes'), ('{"caption": "123456789012345678901"}', 'caption_length 1', 'a character too long'),
  ('{"caption": "#a #b"}', 'pass', 'two hashtags'), ('{"caption": "#a #b #c"}', 'hashtag_count 1', 'three'),
  ('{"caption": "@a"}', 'pass', 'a mention'), ('{"caption": "@a @b"}', 'mention_count 1', 'two'),
  ('{"alt_text": "123456789012345678901234567890"}', 'pass', 'an alternative text as long as it takes'), ('{"alt_text": "1234567890123456789012345678901"}', 'alt_text_limit 1', 'one too long'),
  (pg_temp.placed('{"alt_text_required": true}') || '{"alt_text": "A pin"}', 'pass', 'one where it is required'),
  (pg_temp.placed('{"alt_text_required": true}') || '{"alt_text": null}', 'alt_text_required 1', 'none where one is required'),
  (pg_temp.placed('{"alt_text_required": true}') || '{"alt_text": " "}', 'alt_text_required 1', 'a blank one'),
  (pg_temp.placed('{"alt_text_required": true}') || '{"alt_text": "\u200b"}', 'alt_text_required 1', 'one that nobody sees'),
  (pg_temp.placed('{"caption_limit": 0, "hashtag_limit": 0}') || '{"width": 1, "format": "webp", "caption": "#a"}',
    'caption_length 2, hashtag_count 1, file_format 1, dimensions 1079', 'all that are broken'),
  (pg_temp.placed('{"caption_limit": 4, "caption_unit": "weighted"}') || '{"caption": "日本"}', 'pass', 'the caption is counted as the platform does'),
  (pg_temp.placed('{"caption_limit": 3, "caption_unit": "weighted"}') || '{"caption": "日本"}', 'caption_length 1', 'and can be too long by that')
) v (change, told, about);
select is(pg_temp.told(k || '_count', pg_temp.placed(jsonb_build_object(k || '_limit', null))) || pg_temp.told('caption_length', pg_temp.placed('{"caption_limit": null}'))
  || pg_temp.told('alt_text_limit', pg_temp.placed('{"alt_text_limit": null}')), 'not_applicable' || 'not_applicable' || 'not_applicable', 'no limit of ' || k || 's, captions, alternative texts')
from unnest(array['hashtag', 'mention']) k;
select is(pg_temp.limits(change), told, 'platform: ' || about)
from (values
  ('{"bytes": "many", "placement": {"formats": 1}}'::jsonb, 'caption_length error, hashtag_count error, mention_count error, alt_text_limit error, alt_text_required error, file_size error, file_format error, dimensions error', 'all that is missing'),
  (pg_temp.placed('{"caption_unit": "words"}'), 'caption_length error', 'a unit that nobody counts in'),
  (pg_temp.placed('{"max_bytes": "1"}'), 'file_size error', 'a text for a number'), ('{"bytes": 0}', 'file_size error', 'an empty file'),
  ('{"caption": 7}', 'caption_length error, hashtag_count error, mention_count error', 'a caption that is a number'),
  ('{"alt_text": 7}', 'alt_text_limit error, alt_text_required error', 'an alternative text that is a number'),
  ('{"format": null}', 'file_format error', 'no format')
) v (change, told, about);
select is(pg_temp.judge('mention_count', pg_temp.placed('{"mention_limit": 0}') || '{"caption": "@a"}') ->> 'message', 'The caption has 1 mention, the platform takes 0: take out some, for example @a.', 'one is not several');
select is(pg_temp.judge('hashtag_count', '{"caption": "#a"}') ->> 'message', 'The caption has 1 hashtag; the platform takes 2.', 'nor where it is fine');
select is(pg_temp.judge('caption_length', '{"caption": "123456789012345678901"}') - 'measurement_id' @>
  '{"evidence": [{"field": "caption", "observed": 21, "allowed": 20, "unit": "characters"}], "message": "The caption is 21 long as the platform counts (characters), 1 too long: shorten it."}', true, 'it says how long and how long it may be');

select is_empty($$ select * from pg_temp.untested('platform') $$, 'each rule is tested at, just under and just over its thresholds, where it does not apply, and with what is broken');

select * from finish();
rollback;
