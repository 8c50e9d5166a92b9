create function core.wrap_text(body text, columns int) returns setof text
  language sql immutable parallel safe
  begin atomic
    -- A word that is longer than a line is broken. Chinese, Japanese and Korean letters are two columns wide, and a line may end before any of
    -- them: a tabulator in front is the other column, and the place.
    select replace(coalesce(line[1], line[2]), e'\x0b', '')
    from regexp_matches(btrim(regexp_replace(body, '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]', e'\x0b\\&', 'g'), e' \x0b'),
      format('(.{1,%s})(?:\s+|$)|(\S{%s})', columns, columns), 'g') with ordinality l (line, n)
    order by l.n;
  end;
comment on function core.wrap_text(text, int) is 'The lines of a text, none wider than so many columns, broken at spaces; a wide letter (Han, Kana, Hangul) takes two, and is a place to break at.';
grant execute on function core.wrap_text(text, int) to vp_definer, vp_member;
