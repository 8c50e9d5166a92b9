create function core.wrap_text(body text, columns int) returns setof text
  language sql immutable parallel safe
  begin atomic
    -- A word that is longer than a line is broken.
    select coalesce(line[1], line[2])
    from regexp_matches(btrim(body), format('(.{1,%s})(?:\s+|$)|(\S{%s})', columns, columns), 'g') with ordinality l (line, n)
    order by l.n;
  end;
comment on function core.wrap_text(text, int) is 'The lines of a text, none of more than so many characters, broken at spaces.';
grant execute on function core.wrap_text(text, int) to vp_definer, vp_member;
