create function content.judge_measurements(organization_id uuid, measurement_ids uuid[], brand_guideline_id uuid) returns table (
  measurement_id uuid, check_key text, outcome text, weight numeric, points numeric, is_gate boolean,
  observed jsonb, expected jsonb, evidence jsonb, message text, score numeric, verdict text
)
  language sql stable parallel safe set search_path = ''
  begin atomic
    with guideline as materialized (
      select g.prohibited_terms, array(select content.letters_of(t.term) from unnest(g.prohibited_terms) with ordinality t (term, n) order by t.n) as letters,
        brand.resolve_rules(g.rules, g.logo_rules) as rules,
        (select coalesce(jsonb_agg(jsonb_build_object('hex', upper(p.hex), 'name', p.name, 'role', p.role, 'l', lab.l, 'a', lab.a, 'b', lab.b)), '[]')
         from jsonb_to_recordset(g.palette) p (hex text, name text, role text)
         cross join lateral core.hex_to_lab(p.hex) lab) as palette,
        (select coalesce(jsonb_agg(jsonb_build_object('hex', upper(f.hex), 'l', lab.l, 'a', lab.a, 'b', lab.b)), '[]')
         from unnest(g.forbidden_colors) f (hex)
         cross join lateral core.hex_to_lab(f.hex) lab) as forbidden_colors
      from brand.brand_guidelines g
      where g.organization_id = judge_measurements.organization_id and g.id = judge_measurements.brand_guideline_id
    ),
    checked as (
      select m.id as measurement_id, c.check_key, r.weight, r.is_gate, r.gate_cap,
        c.observed, c.expected, c.evidence, coalesce(c.fault, c.message) as message,
        case
          when c.fault is not null then 'error'
          when c.points is null then 'not_applicable'
          when c.points = 100 then 'pass'
          when c.points >= 50 then 'warn'
          else 'fail'
        end as outcome,
        -- Cut, not rounded: what is not passed does not get all points.
        case when c.fault is null then trunc(c.points, 3) end as points
      from guideline g
      join content.measurements m on m.organization_id = judge_measurements.organization_id and m.id = any(judge_measurements.measurement_ids)
      cross join lateral (
        select 'palette' as check_key, k.* from content.check_palette(m.measured, g.rules -> 'palette', g.palette) k
        union all
        select 'forbidden_colors', k.* from content.check_forbidden_colors(m.measured, g.rules -> 'forbidden_colors', g.forbidden_colors) k
        union all
        select 'text_contrast', k.* from content.check_text_contrast(m.measured, g.rules -> 'text_contrast') k
        union all
        select 'text_fit', k.* from content.check_text_fit(m.measured) k
        union all
        select 'logo_contrast', k.* from content.check_logo_contrast(m.measured, g.rules -> 'logo_contrast') k
        union all
        select 'logo_size', k.* from content.check_logo_size(m.measured, g.rules -> 'logo_size') k
        union all
        select 'prohibited_terms', k.* from content.check_prohibited_terms(m.measured, g.prohibited_terms, g.letters) k
        union all
        select 'platform_limits', k.* from content.check_platform_limits(m.measured) k
      ) c
      cross join lateral (
        select (g.rules -> c.check_key ->> 'weight')::numeric as weight, (g.rules -> c.check_key ->> 'gate')::boolean as is_gate,
          (g.rules -> c.check_key ->> 'gate_cap')::numeric as gate_cap
        offset 0
      ) r
    ),
    -- Numeric throughout: exact, so that the order of the sum does not matter.
    summed as (
      select c.*, round(least(
          sum(c.points * c.weight) over picture / nullif(sum(c.weight) filter (where c.points is not null) over picture, 0),
          min(c.gate_cap) filter (where c.is_gate and c.outcome = 'fail') over picture), 2) as total,
        bool_or(c.outcome = 'error') over picture as has_error
      from checked c
      window picture as (partition by c.measurement_id)
    )
    select s.measurement_id, s.check_key, s.outcome, s.weight, s.points, s.is_gate, s.observed, s.expected, s.evidence, s.message,
      case when not s.has_error then s.total end,
      case
        when s.has_error or s.total is null then 'incomplete'
        when s.total >= 80 then 'pass'
        when s.total >= 50 then 'warn'
        else 'fail'
      end
    from summed s;
  end;
comment on function content.judge_measurements(uuid, uuid[], uuid) is
  'Judges measurements by one guideline version, a row a check: a pure function of the two. score and verdict are those of the whole
measurement: the mean of points by weight over the checks that apply, at most gate_cap where a gate failed. An error in any check, or
nothing that weighs, makes it incomplete: no score.';
grant execute on function content.judge_measurements(uuid, uuid[], uuid) to vp_definer, vp_dba;
