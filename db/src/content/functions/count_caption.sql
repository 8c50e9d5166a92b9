create function content.count_caption(caption text, unit text) returns int
  language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  sequence constant text := content.emoji_sequence();
  -- What continues the character before it: marks, skin tones, tags, selectors.
  mark constant text := '[' || core.combining_marks() || '\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef\u200c]';
  -- X makes links of addresses without a protocol too, if the domain is a known one: the common generic ones are known here.
  url constant text := '(?i)https?://[!-~]*[a-z0-9/=_&#~-]'
    || '|(?<![[:alnum:]@._/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|edu|gov|info|biz|app|dev|shop|store|online)(?![[:alnum:]_-])(?:/[!-~]*[a-z0-9/=_&#~-])?';
  body text;
  urls int;
  emojis int;
begin
  case unit
    when 'characters' then
      return length(caption);
    when 'weighted' then
      -- The published configuration (version 3): a URL counts 23, an emoji 2, a character of these ranges 1, any other 2.
      body := normalize(caption, nfc);
      urls := regexp_count(body, url);
      body := regexp_replace(body, url, '', 'g');
      emojis := regexp_count(body, sequence);
      body := regexp_replace(body, sequence, '', 'g');
      return 23 * urls + 2 * emojis + length(body)
        + length(regexp_replace(body, '[\u0001-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]', '', 'g'));
    when 'graphemes' then
      -- Extended grapheme clusters (UAX 29), but for rare scripts and the conjuncts of Indic ones, which count as their letters.
      body := normalize(caption, nfc);
      return regexp_count(body, '\r\n|(?:' || sequence || '|[^\r\n])(?:' || mark || '|\u200d)*|[\r\n]');
    when 'emoji_bytes' then
      return length(regexp_replace(caption, sequence, '', 'g'))
        + coalesce((select sum(octet_length(emoji_sequence.texts[1])) from regexp_matches(caption, '(' || sequence || ')', 'g') emoji_sequence (texts)), 0);
    else
      raise exception using errcode = '22023', message = format('unknown caption unit %L', unit),
        hint = 'Units are characters, weighted, graphemes and emoji_bytes.';
  end case;
end $$;
comment on function content.count_caption(text, text) is
  'Length of a caption as a platform counts it: characters, weighted (X), graphemes (Bluesky) or emoji_bytes (Threads: emoji as UTF-8 bytes).';
grant execute on function content.count_caption(text, text) to vp_member, vp_definer, vp_dba;
