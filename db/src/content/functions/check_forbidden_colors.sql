-- No SET clause: it would keep the planner from inlining it.
create function content.check_forbidden_colors(measured jsonb, rule jsonb, colors jsonb)
  returns table (points numeric, fault text, observed jsonb, expected jsonb, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with forbidden_color as materialized (
      select f.* from jsonb_to_recordset(colors) as f (hex text, l float8, a float8, b float8)
    ),
    cluster as materialized (
      select c.hex, c.share, near.delta_e, near.hex as forbidden, near.delta_e <= (rule ->> 'delta_e')::numeric as is_hit
      from jsonb_to_recordset(content.valid_items(measured -> 'palette', 'strict $[*] ? (@.hex like_regex "^#[0-9A-Fa-f]{6}$"
        && @.l >= 0 && @.l <= 100 && @.a >= -128 && @.a <= 128 && @.b >= -128 && @.b <= 128 && @.share >= 0 && @.share <= 1)'))
        as c (hex text, l float8, a float8, b float8, share numeric)
      cross join lateral (
        select round(min(d.delta_e)::numeric, 3) as delta_e, (array_agg(f.hex order by d.delta_e, f.hex))[1] as hex
        from forbidden_color f
        cross join lateral core.ciede2000(c.l, c.a, c.b, f.l, f.a, f.b) d
      ) near
      -- Most pictures are judged by guidelines that forbid no colour.
      where exists (select from forbidden_color)
    ),
    judged as (
      select coalesce(sum(c.share) filter (where c.is_hit), 0) as share, coalesce(sum(c.share), 0) as total,
        coalesce(jsonb_agg(jsonb_build_object('color', c.hex, 'share', c.share, 'forbidden', c.forbidden, 'delta_e', c.delta_e)
          order by c.share desc, c.hex) filter (where c.is_hit), '[]') as hits,
        (rule ->> 'warn')::numeric as warn, (rule ->> 'fail')::numeric as fail, exists (select from forbidden_color) as applies
      from cluster c
    )
    select
      case when j.applies then content.threshold_points(j.share, j.warn, j.fail, 2 * j.fail) end,
      case
        when not j.applies then null
        when j.total = 0 then 'The measurement''s palette is missing or not a list of {hex, l, a, b, share}. Render the variant again.'
        when abs(j.total - 1) > 0.01 then format('The shares of the measurement''s palette sum to %s in place of 1. Render the variant again.', round(j.total, 3))
      end,
      jsonb_build_object('share', j.share),
      jsonb_build_object('warn', j.warn, 'fail', j.fail, 'delta_e', rule -> 'delta_e', 'forbidden', (select jsonb_agg(f.hex order by f.hex) from forbidden_color f)),
      j.hits,
      case
        when not j.applies then 'The guideline forbids no colour.'
        when j.share = 0 then 'No forbidden colour is to be seen.'
        else format('%s %% of the picture is in a forbidden colour; at most %s %% is fine. Most of it is %s, ΔE %s from the forbidden %s: %s',
          round(100 * j.share, 1), round(100 * j.warn, 1), j.hits -> 0 ->> 'color', j.hits -> 0 ->> 'delta_e', j.hits -> 0 ->> 'forbidden',
          case when j.share > j.warn then 'take another picture, background or panel.' else 'nothing needs to be done.' end)
      end
    from judged j;
  end;
comment on function content.check_forbidden_colors(jsonb, jsonb, jsonb) is
  'Which share of the picture is in a colour that the guideline forbids, or within ΔE delta_e of one.';
grant execute on function content.check_forbidden_colors(jsonb, jsonb, jsonb) to vp_definer, vp_dba;
