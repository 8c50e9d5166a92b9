create function brand.guideline_errors(guideline brand.brand_guidelines) returns setof text
  language sql stable parallel safe
  begin atomic
    with rule as (
      select r.check_key, r.fields from jsonb_each(brand.resolve_rules(guideline.rules, guideline.rules_until)) r (check_key, fields)
    ), clash as (
      select p.hex, f.hex as forbidden, round(d.delta_e::numeric, 1) as delta_e, (rule.fields ->> 'delta_e')::numeric as tolerance
      from rule
      cross join jsonb_to_recordset(guideline.palette) p (hex text)
      cross join unnest(guideline.forbidden_colors) f (hex)
      cross join lateral core.hex_to_lab(p.hex) one
      cross join lateral core.hex_to_lab(f.hex) other
      cross join lateral core.ciede2000(one.l, one.a, one.b, other.l, other.a, other.b) d
      where rule.check_key = 'forbidden_colors' and d.delta_e <= (rule.fields ->> 'delta_e')::float8
    )
    select 'palette is empty: a picture cannot be compared with no colour.' where jsonb_array_length(guideline.palette) = 0
    union all
    select case
        when upper(c.hex) = upper(c.forbidden) then format('%s is a brand colour and forbidden.', upper(c.hex))
        else format('The brand colour %s is ΔE %s from the forbidden %s; up to %s it is taken for it.', upper(c.hex), c.delta_e, upper(c.forbidden), c.tolerance)
      end
    from clash c
    union all
    select format('"%s" is required and holds "%s", which is prohibited.', r.term, f.term)
    -- All at once, as there may be hundreds of each; a control character keeps apart what none holds together.
    from core.find_terms(array_to_string(guideline.required_terms, e'\n\u0001\n'), guideline.prohibited_terms) f
    join (
      select t.term, sum(length(t.term) + 3) over (order by t.n) as beyond from unnest(guideline.required_terms) with ordinality t (term, n)
    ) r on f.start_offset < r.beyond and f.start_offset >= r.beyond - length(r.term) - 3
    union all
    -- As they count: in thousandths.
    select 'The weights of all rules sum to 0: there would be no score.'
    from brand.rule_parameters(brand.resolve_rules(guideline.rules, guideline.rules_until)) p having sum(p.weight) = 0;
  end;
comment on function brand.guideline_errors(brand.brand_guidelines) is
  'Why a guideline cannot become active, a sentence a fault; no row when it can. Each field is valid by itself: this is about what they
say together.';
grant execute on function brand.guideline_errors(brand.brand_guidelines) to vp_member, vp_definer, vp_dba;
