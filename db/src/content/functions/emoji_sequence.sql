create function content.emoji_sequence() returns text
  language plpgsql immutable parallel safe set search_path = '' as $$
declare
  -- Shown as emoji by themselves (emoji-data: Emoji_Presentation), and pictures that are emoji with the selector U+FE0F only.
  emoji constant text := '[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5'
    || '\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50'
    || '\u2b55\U0001f000-\U0001f1e5\U0001f200-\U0001faff]';
  picture constant text := '[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299]';
  -- Flags of two letters, keycaps, and pictures with skin tone, selector or tags, joined by U+200D.
  sequence constant text := '[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|(?:' || emoji || '\ufe0f?|' || picture || '\ufe0f|' || picture
    || '(?=[\U0001f3fb-\U0001f3ff]))[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*'
    || '(?:\u200d(?:' || emoji || '|' || picture || ')\ufe0f?[\U0001f3fb-\U0001f3ff]?)*';
begin
  return sequence;
end $$;
comment on function content.emoji_sequence() is
  'A regular expression (collation und-x-icu) for one emoji as people see it: flags, keycaps, pictures with skin tone and selector, families.';
grant execute on function content.emoji_sequence() to vp_member, vp_definer, vp_dba;
