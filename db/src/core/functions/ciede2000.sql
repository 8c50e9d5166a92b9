-- No SET clause and not STRICT: either would keep the planner from inlining it.
-- Angles are in radians. `offset 0` ends a stage: without it the planner would merge the stages and compute each value once per use.
create function core.ciede2000(
  l1 double precision, a1 double precision, b1 double precision,
  l2 double precision, a2 double precision, b2 double precision
) returns table (delta_e double precision)
  language sql immutable parallel safe rows 1 as $$
  select sqrt(term.l * term.l + term.c * term.c + term.h * term.h + term.rotation * term.c * term.h)
  from (
    select
      mean.dl / (1 + 0.015 * mean.l50 / sqrt(20 + mean.l50)) as l,
      mean.dc / (1 + 0.045 * mean.c) as c,
      mean.dh / (1 + 0.015 * mean.c * (
        1
        - 0.17 * cos(mean.h - pi() / 6)
        + 0.24 * cos(2 * mean.h)
        + 0.32 * cos(3 * mean.h + pi() / 30)
        - 0.20 * cos(4 * mean.h - 7 * pi() / 20)
      )) as h,
      -2 * sqrt(mean.c7 / (mean.c7 + 6103515625)) * sin(pi() / 3 * exp(-power((mean.h * (180 / pi()) - 275) / 25, 2))) as rotation
    from (
      select
        delta.dl,
        delta.dc,
        2 * sqrt(delta.c1 * delta.c2) * sin(delta.angle / 2) as dh,
        power((delta.l1 + delta.l2) / 2 - 50, 2) as l50,
        (delta.c1 + delta.c2) / 2 as c,
        power((delta.c1 + delta.c2) / 2, 7) as c7,
        -- The mean hue lies on the shorter arc.
        case
          when delta.angle = delta.h2 - delta.h1 then (delta.h1 + delta.h2) / 2
          when delta.h1 + delta.h2 < 2 * pi() then (delta.h1 + delta.h2) / 2 + pi()
          else (delta.h1 + delta.h2) / 2 - pi()
        end as h
      from (
        select
          polar.*,
          polar.l2 - polar.l1 as dl,
          polar.c2 - polar.c1 as dc,
          -- Opposite hues count as half a turn apart, whichever way rounding puts them.
          case
            when abs(polar.h2 - polar.h1) <= pi() + 2e-11 then polar.h2 - polar.h1
            when polar.h2 > polar.h1 then polar.h2 - polar.h1 - 2 * pi()
            else polar.h2 - polar.h1 + 2 * pi()
          end as angle
        from (
          select
            adjusted.l1,
            adjusted.l2,
            sqrt(adjusted.a1 * adjusted.a1 + adjusted.b1 * adjusted.b1) as c1,
            sqrt(adjusted.a2 * adjusted.a2 + adjusted.b2 * adjusted.b2) as c2,
            -- A grey has no hue and needs none: its chroma of 0 takes every term with a hue out of the sum.
            atan2(adjusted.b1, adjusted.a1) + case when adjusted.b1 < 0 then 2 * pi() else 0 end as h1,
            atan2(adjusted.b2, adjusted.a2) + case when adjusted.b2 < 0 then 2 * pi() else 0 end as h2
          from (
            select
              chroma.l1,
              chroma.l2,
              chroma.a1 * chroma.stretch as a1,
              chroma.a2 * chroma.stretch as a2,
              chroma.b1,
              chroma.b2
            from (
              select
                mean_chroma.*,
                1.5 - 0.5 * sqrt(mean_chroma.c7 / (mean_chroma.c7 + 6103515625)) as stretch
              from (
                select
                  lab.*,
                  power((sqrt(lab.a1 * lab.a1 + lab.b1 * lab.b1) + sqrt(lab.a2 * lab.a2 + lab.b2 * lab.b2)) / 2, 7) as c7
                from (
                  -- Rounding residue is no colour: it has no hue, and its powers would underflow.
                  select
                    case when abs(ciede2000.l1) < 1e-12 then 0 else ciede2000.l1 end as l1,
                    case when abs(ciede2000.a1) < 1e-12 then 0 else ciede2000.a1 end as a1,
                    case when abs(ciede2000.b1) < 1e-12 then 0 else ciede2000.b1 end as b1,
                    case when abs(ciede2000.l2) < 1e-12 then 0 else ciede2000.l2 end as l2,
                    case when abs(ciede2000.a2) < 1e-12 then 0 else ciede2000.a2 end as a2,
                    case when abs(ciede2000.b2) < 1e-12 then 0 else ciede2000.b2 end as b2
                  offset 0
                ) as lab
                offset 0
              ) as mean_chroma
              offset 0
            ) as chroma
            offset 0
          ) as adjusted
          offset 0
        ) as polar
        offset 0
      ) as delta
      offset 0
    ) as mean
    offset 0
  ) as term
$$;
comment on function core.ciede2000(
  double precision, double precision, double precision, double precision, double precision, double precision
) is
  'CIEDE2000 difference of two CIE L*a*b* colours. Call it in FROM or LATERAL, where it is inlined.';
grant execute on function core.ciede2000(
  double precision, double precision, double precision, double precision, double precision, double precision
) to vp_definer, vp_member, vp_worker;
