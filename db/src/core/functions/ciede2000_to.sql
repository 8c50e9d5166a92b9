-- No SET clause and not STRICT: either would keep the planner from inlining it.
-- Angles are in radians. `offset 0` ends a stage: without it the planner would merge the stages and compute each value once per use.
-- All pairs of a colour go through a stage together: to begin it anew for each pair costs more than what it computes.
create function core.ciede2000_to(l double precision, a double precision, b double precision, others core.lab_color[], reach double precision default null)
  returns table (hex text, name text, delta_e double precision)
  language sql immutable parallel safe rows 5
  begin atomic
    select term.hex, term.name, sqrt(term.l * term.l + term.c * term.c + term.h * (term.h + term.rotation * term.c))
    from (
      select
        mean.hex,
        mean.name,
        mean.l,
        mean.c,
        mean.dh / (1 + 0.0075 * mean.sum_c * (
          1
          - 0.17 * cos(mean.h - pi() / 6)
          + 0.24 * cos(2 * mean.h)
          + 0.32 * cos(3 * mean.h + pi() / 30)
          - 0.20 * cos(4 * mean.h - 7 * pi() / 20)
        )) as h,
        -- Only blue is rotated: up to a hue of 2.2 by less than 1e-15.
        case when mean.h > 2.2 then
          -2 / sqrt(1 + power(50 / mean.sum_c, 7)) * sin(pi() / 3 * exp(-power((mean.h * (180 / pi()) - 275) / 25, 2)))
        else 0 end as rotation
      from (
        select
          hue.hex,
          hue.name,
          hue.dl / (1 + 0.0075 * hue.l100 * hue.l100 / sqrt(80 + hue.l100 * hue.l100)) as l,
          (hue.c2 - hue.c1) / (1 + 0.0225 * (hue.c1 + hue.c2)) as c,
          hue.c1 + hue.c2 + 1e-20::double precision as sum_c,
          -- Opposite hues count as half a turn apart, whichever way rounding puts them; the mean hue lies on the shorter arc.
          2 * sqrt(hue.c1 * hue.c2)
            * sin(case when abs(hue.h2 - hue.h1) <= pi() + 2e-11 then hue.h2 - hue.h1 else hue.h1 - hue.h2 end / 2) as dh,
          (hue.h1 + hue.h2) / 2
            + case when abs(hue.h2 - hue.h1) <= pi() + 2e-11 then 0 when hue.h1 + hue.h2 < 2 * pi() then pi() else -pi() end as h
        from (
          select
            pair.hex,
            pair.name,
            pair.dl,
            pair.l100,
            sqrt(pair.a1 * pair.a1 * pair.stretch * pair.stretch + pair.b1 * pair.b1) as c1,
            sqrt(pair.a2 * pair.a2 * pair.stretch * pair.stretch + pair.b2 * pair.b2) as c2,
            -- From 0 to 2π. A grey has no hue and needs none: its chroma of 0 takes every term with a hue out of the sum.
            pi() + atan2(-pair.b1, -pair.a1 * pair.stretch) as h1,
            pi() + atan2(-pair.b2, -pair.a2 * pair.stretch) as h2
          from (
            select
              other.hex,
              other.name,
              one.l - other.l as dl,
              one.l + other.l - 100 as l100,
              one.a as a1,
              one.b as b1,
              other.a as a2,
              other.b as b2,
              1.5 - 0.5 / sqrt(1 + power(50 / (one.chroma + other.chroma), 7)) as stretch
            from (select (core.to_lab_color(ciede2000_to.l, ciede2000_to.a, ciede2000_to.b, null, null)).* offset 0) as one
            cross join unnest(ciede2000_to.others) as other
            -- The lightness term divides by at most 1 + 0.015 × 50² / sqrt(20 + 50²) = 1.7470, and the others never sum to less than 0.
            where ciede2000_to.reach is null or abs(one.l - other.l) <= 1.75 * ciede2000_to.reach + 0.01
            offset 0
          ) as pair
          offset 0
        ) as hue
        offset 0
      ) as mean
      offset 0
    ) as term;
  end;
comment on function core.ciede2000_to(double precision, double precision, double precision, core.lab_color[], double precision) is
  'CIEDE2000 differences of a CIE L*a*b* colour and each of several others; reach: only of those that can be as near as that, which is told by their
lightness for a tenth of the time. Call it in FROM or LATERAL, where it is inlined.';
grant execute on function core.ciede2000_to(double precision, double precision, double precision, core.lab_color[], double precision)
  to vp_definer, vp_member, vp_worker, vp_dba;
