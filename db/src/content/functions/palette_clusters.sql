-- No SET clause: it would keep the planner from inlining it.
create function content.palette_clusters(measured jsonb) returns table (n bigint, hex text, l float8, a float8, b float8, share numeric)
  language sql immutable parallel safe rows 8
  begin atomic
    select c.n, c.hex, c.l, c.a, c.b, c.share
    from rows from (jsonb_to_recordset(content.valid_items(measured -> 'palette', 'strict $[*] ? (@.hex like_regex "^#[0-9A-Fa-f]{6}$"
      && @.l >= 0 && @.l <= 100 && @.a >= -128 && @.a <= 128 && @.b >= -128 && @.b <= 128 && @.share >= 0 && @.share <= 1)')) as (hex text, l float8, a float8, b float8, share numeric))
      with ordinality as c (hex, l, a, b, share, n);
  end;
comment on function content.palette_clusters(jsonb) is
  'The colours of a measured picture, CIE Lab (D65), with their shares of the area, numbered; no row where any of them is unsound.';
grant execute on function content.palette_clusters(jsonb) to vp_member, vp_definer, vp_dba;
