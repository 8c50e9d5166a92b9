create function core.tidy_text(value text) returns text
  language sql immutable parallel safe
  -- Innermost first. Marks of direction stay: words of two scripts need them.
  return btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    normalize(value, nfc),
    '\r\n?|[\u2028\u2029]', e'\n', 'g'),
    '[\u0001-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060\ufeff]', '', 'g'),
    '\u202f', e'\u00a0', 'g'),
    '[\t\v\f \u1680\u2000-\u200a\u205f\u3000]+', ' ', 'g'),
    ' ?\n[ \n]*', e'\n', 'g'), e' \n');
comment on function core.tidy_text(text) is
  'A text as it is set: composed characters, white space as one space, none at the ends, line breaks kept, no control characters, nothing that nobody sees.';
grant execute on function core.tidy_text(text) to vp_definer, vp_member;
