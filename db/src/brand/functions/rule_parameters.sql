create function brand.rule_parameters(rules jsonb) returns table (
  "position" int, check_key text, weight int, warn int, fail int, zero int, gate_cap int
)
  language sql immutable parallel safe
  begin atomic
    select c."position", c.check_key, trunc(1000 * (r.fields ->> 'weight')::numeric)::int, t.warn, t.fail,
      case when not c.is_graded then t.fail when c.worse = 'more' then 2 * t.fail else trunc(10000 * c.zero)::int end,
      case when (r.fields ->> 'gate')::boolean then trunc(100 * c.gate_cap)::int end
    from brand.rule_catalogue() c
    cross join lateral (select rules -> c.check_key as fields offset 0) r
    cross join lateral (
      select trunc(10000 * (r.fields ->> 'warn')::numeric)::int as warn, trunc(10000 * (r.fields ->> 'fail')::numeric)::int as fail offset 0
    ) t
    order by 1;
  end;
comment on function brand.rule_parameters(jsonb) is
  'What resolved rules make of observed numbers, a row a rule, in whole numbers: weight in thousandths; warn, fail, and zero,
from where on there are no points, in ten-thousandths; gate_cap in hundredths, null where it is no gate. Whole numbers, so that a score is the same in any order and anywhere.';
grant execute on function brand.rule_parameters(jsonb) to vp_member, vp_definer, vp_dba;
