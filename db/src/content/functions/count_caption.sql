create function content.count_caption(caption text, unit text) returns int
  language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  sequence constant text := content.emoji_sequence();
  -- What continues the character before it: marks, skin tones, tags, selectors.
  mark constant text := '[' || core.combining_marks() || '\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef\u200c]';
  path constant text := '(?:/|[/?][!#-;=?-~\u00c0-\u024f\u0400-\u04ff]*(?:[a-z0-9\u00c0-\u024f\u0400-\u04ff/=_&#~+-]|\([!#-''*-;=?-~]*\)))?';
  -- Ranges in place of [[:alnum:]], which is not the same in every collation.
  link constant text := '(?i)(?<![a-z0-9@＠$#＃_])https?://(?:[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff_-]*[a-z0-9\u00a1-\uffff])?\.)+[a-z]{2,}(?![a-z0-9@+-])(?::[0-9]+)?' || path;
  -- X makes links of addresses without a protocol too, if the domain is a known one: of the generic ones, the common are known here.
  url constant text := link || '|(?<![a-z0-9@＠$#＃._/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:'
    || 'com|org|net|edu|gov|mil|int|info|biz|name|pro|mobi|app|dev|shop|store|online|site|website|page|blog|news|press|media|agency|studio|design'
    || '|art|gallery|photos?|photography|video|film|band|live|events|show|tickets|today|world|global|travel|restaurant|cafe|bar|wine|coffee|kitchen'
    || '|fashion|clothing|shoes|jewelry|beauty|salon|style|boutique|gift|sale|deals|market|marketing|social|community|club|team|group|company|business'
    || '|ventures|fit|fitness|yoga|run|bike|football|games?|fun|cool|love|life|guide|help|support|services|solutions|tech|digital|cloud|software|network'
    || '|link|click|top|xyz|space|zone|city|house|homes|green|eco|energy|auto|cars|school|academy|foundation|charity|baby|pet|wedding'
    || '|berlin|hamburg|koeln|london|paris|nyc|tokyo|amsterdam|wien'
    || '|a[c-gil-oq-uwxz]|b[abd-jl-oq-tvwyz]|c[acdf-ik-oru-z]|d[ejkmoz]|e[ceghr-u]|f[i-kmor]|g[abd-il-np-uwy]|h[kmnrtu]|i[del-oq-t]|j[emop]'
    || '|k[eg-imnprwyz]|l[a-cikr-vy]|m[ac-hk-z]|n[ace-gilopruz]|om|p[ae-hk-nr-twy]|qa|r[eosuw]|s[a-eg-or-vx-z]|t[cdf-hj-prtvwz]|u[agkmsyz]'
    || '|v[aceginu]|w[fs]|y[et]|z[amw])(?![a-z0-9@+-])(?::[0-9]+)?' || path;
  body text;
begin
  case unit
    when 'characters' then
      return length(caption);
    when 'utf16' then
      return length(caption) + length(regexp_replace(caption, '[\u0001-\uffff]', '', 'g'));
    when 'bytes' then
      return octet_length(caption);
    when 'weighted' then
      -- The published configuration (version 3): a URL counts 23, an emoji 2, a character of these ranges 1, any other 2.
      body := normalize(caption, nfc);
      if body ~ '[^\s.]\.[A-Za-z]' then
        body := regexp_replace(body, url, repeat('x', 23), 'g');
      end if;
      body := regexp_replace(body, sequence, 'xx', 'g');
      return length(body) + length(regexp_replace(body, '[\u0001-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]', '', 'g'));
    when 'graphemes', 'short_links' then
      -- Extended grapheme clusters (UAX 29), but for rare scripts and the conjuncts of Indic ones, which count as their letters.
      body := normalize(caption, nfc);
      if unit = 'short_links' then
        body := regexp_replace(regexp_replace(body, link, repeat('x', 23), 'g'), '(?i)(?<![a-z0-9_/])(@[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)@[a-z0-9.-]*[a-z0-9]', '\1', 'g');
      end if;
      return regexp_count(body, '\r\n|(?:' || sequence || '|[^\r\n])(?:' || mark || '|\u200d)*|[\r\n]');
    when 'emoji_bytes' then
      return length(regexp_replace(caption, sequence, '', 'g'))
        + coalesce((select sum(octet_length(emoji_sequence.texts[1])) from regexp_matches(caption, '(' || sequence || ')', 'g') emoji_sequence (texts)), 0);
    else
      raise exception using errcode = '22023', message = format('unknown caption unit %L', unit),
        hint = 'Units are characters, weighted, graphemes, short_links, emoji_bytes, utf16 and bytes.';
  end case;
end $$;
comment on function content.count_caption(text, text) is
  'Length of a caption as a platform counts it: characters, weighted (X), graphemes (Bluesky), short_links (Mastodon: graphemes, a link as 23, a mention without
its server), emoji_bytes (Threads: emoji as UTF-8 bytes), utf16 (TikTok: code units) or bytes (YouTube: UTF-8).';
grant execute on function content.count_caption(text, text) to vp_member, vp_definer, vp_dba;
