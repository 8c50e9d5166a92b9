create function content.count_caption(caption text, unit text) returns int
  language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  sequence constant text := content.emoji_sequence();
  -- What continues the character before it: marks of the living scripts (categories Mn, Mc and Me), skin tones, tags, selectors.
  mark constant text := '['
    || '\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670'
    || '\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u0819'
    || '\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b\u0897-\u089f\u08ca-\u08e1\u08e3-\u0903\u093a-\u093c\u093e-\u094f'
    || '\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u09fe-\u0a03\u0a3c-\u0a51\u0a70\u0a71'
    || '\u0a75\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0ae2\u0ae3\u0afa-\u0b03\u0b3c\u0b3e-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd'
    || '\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0ce2\u0ce3\u0cf3-\u0d03'
    || '\u0d3b\u0d3c\u0d3e-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3\u0e31\u0e33-\u0e3a\u0e47-\u0e4e'
    || '\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u0fc6'
    || '\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d'
    || '\u135d-\u135f\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773\u17b4-\u17d3\u17dd\u180b-\u180d\u180f\u1885\u1886'
    || '\u18a9\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1b04\u1b34-\u1b44\u1b6b-\u1b73\u1b80-\u1b82\u1ba1-\u1bad'
    || '\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce8\u1ced\u1cf4\u1cf7-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1'
    || '\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b'
    || '\ua823-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua953\ua980-\ua983\ua9b3-\ua9c0'
    || '\ua9e5\uaa29-\uaa36\uaa43\uaa4c\uaa4d\uaa7b-\uaa7d\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1\uaaeb-\uaaef'
    || '\uaaf5\uaaf6\uabe3-\uabea\uabec\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f'
    || '\U000e0100-\U000e01ef\u200c'
    || ']';
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
