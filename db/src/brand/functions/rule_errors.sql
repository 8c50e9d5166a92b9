create function brand.rule_errors(rules jsonb) returns setof text
  language sql immutable parallel safe
  begin atomic
    with said as (
      select r.check_key, case when jsonb_typeof(r.value) = 'object' then r.value else '{}' end as fields,
        jsonb_typeof(r.value) <> 'object' as is_odd
      from jsonb_each(case when jsonb_typeof(rules) = 'object' then rules else '{}' end) r (check_key, value)
    ),
    thresholds as (
      select c.check_key, c.worse, w.field as warn, f.field as fail,
        case when s.fields ? w.field then s.fields -> w.field else to_jsonb(w.default_value) end as warn_value,
        case when s.fields ? f.field then s.fields -> f.field else to_jsonb(f.default_value) end as fail_value
      from said s
      join brand.rule_catalogue() c on c.check_key = s.check_key
      join brand.rule_fields() w on w.check_key = c.check_key and w.field like 'warn%'
      join brand.rule_fields() f on f.check_key = c.check_key and f.field = replace(w.field, 'warn', 'fail')
    )
    select 'rules must be an object: {"<check>": {"weight": …}}.' where jsonb_typeof(rules) is distinct from 'object'
    union all
    select format('%s: there is no such check; there are %s.', s.check_key, (select string_agg(c.check_key, ', ') from brand.rule_catalogue() c))
    from said s where s.check_key not in (select c.check_key from brand.rule_catalogue() c)
    union all
    select format('%s must be an object: {"weight": …}.', s.check_key) from said s where s.is_odd
    union all
    select format('%s.%s: there is no such field; there are weight, gate%s.', c.check_key, k.field,
      (select string_agg(', ' || f.field, '' order by f.field) from brand.rule_fields() f where f.check_key = c.check_key))
    from said s
    join brand.rule_catalogue() c on c.check_key = s.check_key
    cross join lateral jsonb_object_keys(s.fields) k (field)
    where k.field not in ('weight', 'gate')
      and k.field not in (select f.field from brand.rule_fields() f where f.check_key = c.check_key)
    union all
    select format('%s.weight must be a number from 0 to 1000.', c.check_key)
    from said s
    join brand.rule_catalogue() c on c.check_key = s.check_key
    where s.fields ? 'weight' and case
      when jsonb_typeof(s.fields -> 'weight') = 'number' then (s.fields ->> 'weight')::numeric not between 0 and 1000
      else true
    end
    union all
    select format('%s.gate must be %s.', c.check_key, case when c.can_be_gate then 'true or false' else 'false: this check cannot be a gate' end)
    from said s
    join brand.rule_catalogue() c on c.check_key = s.check_key
    where s.fields ? 'gate'
      and (jsonb_typeof(s.fields -> 'gate') <> 'boolean' or (s.fields -> 'gate' = 'true' and not c.can_be_gate))
    union all
    select format('%s.%s must be a number from %s to %s (%s).', f.check_key, f.field, f.minimum, f.maximum, f.unit)
    from said s
    join brand.rule_fields() f on f.check_key = s.check_key
    where s.fields ? f.field and case
      when jsonb_typeof(s.fields -> f.field) = 'number' then (s.fields ->> f.field)::numeric not between f.minimum and f.maximum
      else true
    end
    union all
    select format('%s.%s (%s) must be at %s %s (%s).', t.check_key, t.warn, t.warn_value,
      case t.worse when 'more' then 'most' else 'least' end, t.fail, t.fail_value)
    from thresholds t
    where case
      when jsonb_typeof(t.warn_value) = 'number' and jsonb_typeof(t.fail_value) = 'number' then
        case t.worse when 'more' then t.warn_value::numeric > t.fail_value::numeric else t.warn_value::numeric < t.fail_value::numeric end
      else false
    end;
  end;
comment on function brand.rule_errors(jsonb) is
  'What is wrong with a guideline''s rules, a sentence a fault, naming check, field and allowed range; no row when nothing is.';
grant execute on function brand.rule_errors(jsonb) to vp_member, vp_definer, vp_dba;
