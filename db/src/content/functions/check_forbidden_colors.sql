-- No SET clause: it would keep the planner from inlining it.
create function content.check_forbidden_colors(colors content.shown_color[], rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select trunc(coalesce(sum(c.share) filter (where h.is_near), 0), 4) as share, sum(c.share) as total,
        coalesce(jsonb_agg(jsonb_build_object('color', c.hex, 'share', c.share) || (
          select jsonb_build_object('forbidden', d.hex, 'delta_e', 0.001 * (1000 * d.delta_e)::int)
          from core.ciede2000_to(c.l, c.a, c.b, core.lab_colors(context -> 'forbidden_colors')) d
          order by d.delta_e, d.hex
          limit 1
        ) order by c.share desc, c.hex) filter (where h.is_near), '[]') as hits
      from unnest(colors) c
      left join lateral (
        select true as is_near
        from core.ciede2000_to(c.l, c.a, c.b, core.lab_colors(context -> 'forbidden_colors'), (rule ->> 'delta_e')::float8) d
        where 0.001 * (1000 * d.delta_e)::int <= (rule ->> 'delta_e')::numeric
        limit 1
      ) h on true
      -- Most pictures are judged by guidelines that forbid no colour.
      where c.kind = 'area' and context -> 'forbidden_colors' <> '[]'
    )
    select
      case when context -> 'forbidden_colors' <> '[]' then j.share end,
      case when context -> 'forbidden_colors' <> '[]' then content.palette_fault(j.total) end,
      j.hits,
      case
        when context -> 'forbidden_colors' = '[]' then 'The guideline forbids no colour.'
        when j.hits = '[]' then 'No forbidden colour is to be seen.'
        else format('%s %% of the picture is in a forbidden colour; at most %s %% is fine. Most of it is %s, ΔE %s from the forbidden %s: %s',
          round(100 * j.share, 1), trim_scale(100 * (rule ->> 'warn')::numeric), j.hits -> 0 ->> 'color', j.hits -> 0 ->> 'delta_e', j.hits -> 0 ->> 'forbidden',
          case when j.share > (rule ->> 'warn')::numeric then 'take another picture, background or panel.' else 'nothing needs to be done.' end)
      end
    from judged j;
  end;
comment on function content.check_forbidden_colors(content.shown_color[], jsonb, jsonb) is
  'Which share of the picture is in a colour that the guideline forbids, or within ΔE delta_e of one.';
grant execute on function content.check_forbidden_colors(content.shown_color[], jsonb, jsonb) to vp_member, vp_definer, vp_dba;
