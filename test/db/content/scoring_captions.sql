set local search_path = extensions;

select plan(86);

select is(content.count_caption(caption, unit), length, format('%s in %s', to_json(caption), unit))
from (values
  -- characters: code points
  ('characters', '', 0), ('characters', 'héllo', 5), ('characters', '👍🏽', 2),
  -- weighted: X
  ('weighted', '', 0), ('weighted', 'hello', 5), ('weighted', '日本', 4), ('weighted', '한국', 4), ('weighted', '€', 2), ('weighted', '…', 2), ('weighted', '“x”', 3),
  ('weighted', 'a—b', 3), ('weighted', '©', 1), ('weighted', U&'e\0301', 1),
  ('weighted', '👍', 2), ('weighted', '👍🏽', 2), ('weighted', '👨‍👩‍👧‍👦', 2), ('weighted', '🇩🇪', 2), ('weighted', '❤️', 2), ('weighted', '1️⃣', 2),
  ('weighted', 'https://example.com/a/very/long/path?with=query', 23), ('weighted', 'see https://a.co.', 28), ('weighted', 'example.com', 23),
  ('weighted', 'http://a.co http://b.co', 47), ('weighted', 'me@example.com', 14), ('weighted', 'a.b', 3),
  ('weighted', 'example.de', 23), ('weighted', 'bit.ly/abc', 23), ('weighted', 'shop.example.co.uk/x?', 24), ('weighted', 'acme.agency', 23), ('weighted', 'Node.js', 7),
  ('weighted', 'see (https://en.wikipedia.org/wiki/Foo_(bar)) ok', 32), ('weighted', 'https://exämple.com/größe', 23), ('weighted', '詳細はhttps://example.comです', 33),
  ('weighted', 'xhttps://example.com', 20), ('weighted', 'https://localhost', 17), ('weighted', '#a.com', 6), ('weighted', 'Seen example.com?', 29),
  -- graphemes: Bluesky
  ('graphemes', '', 0), ('graphemes', 'hello', 5), ('graphemes', U&'e\0301', 1), ('graphemes', U&'q\0301\0323', 1), ('graphemes', normalize('한국', nfd), 2),
  ('graphemes', 'ไทย', 3), ('graphemes', U&'\0e01\0e33', 1), ('graphemes', 'நி', 1), ('graphemes', e'a\r\nb', 3), ('graphemes', e'a\n\nb', 4),
  ('graphemes', '👨‍👩‍👧‍👦', 1), ('graphemes', '👍🏽', 1), ('graphemes', '🇩🇪🇫🇷', 2), ('graphemes', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 1), ('graphemes', '1️⃣', 1), ('graphemes', '❤️‍🔥', 1), ('graphemes', '👩‍⚕️ 👩‍⚕', 3),
  -- emoji_bytes: Threads
  ('emoji_bytes', '', 0), ('emoji_bytes', 'hello', 5), ('emoji_bytes', '日本', 2), ('emoji_bytes', '👍', 4), ('emoji_bytes', 'a👍🏽b', 10), ('emoji_bytes', '👨‍👩‍👧‍👦', 25), ('emoji_bytes', '❤️', 6),
  -- short_links: Mastodon
  ('short_links', '', 0), ('short_links', 'see https://example.com/a/very/long/path?with=query.', 28), ('short_links', 'example.com', 11), ('short_links', 'hi @ada@mastodon.social!', 8),
  ('short_links', '@ada me@example.com', 19), ('short_links', '👨‍👩‍👧‍👦é', 2),
  -- utf16: TikTok
  ('utf16', '', 0), ('utf16', 'héllo 日本', 8), ('utf16', '👍🏽', 4),
  -- bytes: YouTube
  ('bytes', '', 0), ('bytes', 'héllo 日本', 13)
) example (unit, caption, length);
select is(string_agg(distinct platform || ' ' || caption_unit, ', '), 'bluesky graphemes, mastodon short_links, threads emoji_bytes, tiktok utf16, x weighted, youtube bytes', 'the platforms that count in their own way')
from content.platform_placements where caption_unit <> 'characters';
select throws_ok($$ select content.count_caption('a', 'words') $$, '22023', 'unknown caption unit ''words''', 'an unknown unit is refused');

select is(content.find_hashtags(caption), hashtags::text[], format('hashtags of %s', caption))
from (values
  ('#spring is #here', '{#spring,#here}'), ('#2024 #2024x #', '{#2024x}'), ('https://example.com/#top &#39;', '{}'), ('＃日本 #ok! #été', '{＃日本,#ok,#été}'),
  ('#हिन्दी #ไทยแลนด์!', '{#हिन्दी,#ไทยแลนด์}'), (U&'#e\0301clair #\0645\06CC\200C\0631\0648\0645 #', U&'{#e\0301clair,#\0645\06CC\200C\0631\0648\0645}'), ('', '{}')
) example (caption, hashtags);
select is(content.find_mentions(caption), mentions::text[], format('mentions of %s', caption))
from (values
  ('@a, @b.c.', '{@a,@b.c}'), ('me@example.com', '{}'), ('@me@mastodon.social', '{@me@mastodon.social}'), ('https://example.com/@me "@you" @', '{@you}'), ('', '{}')
) example (caption, mentions);

select * from finish();
rollback;
