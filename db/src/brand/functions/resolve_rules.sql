create function brand.resolve_rules(rules jsonb) returns jsonb
  language sql immutable parallel safe
  begin atomic
    select jsonb_object_agg(c.check_key,
      jsonb_build_object('weight', c.weight, 'gate', c.is_gate, 'gate_cap', c.gate_cap, 'warn', 0, 'fail', 0)
      || coalesce((select jsonb_object_agg(f.field, f.default_value) from brand.rule_fields() f where f.check_key = c.check_key), '{}')
      || coalesce(rules -> c.check_key, '{}'))
    from brand.rule_catalogue() c;
  end;
comment on function brand.resolve_rules(jsonb) is
  'A guideline''s rules by check, with the default of all that they do not say.';
grant execute on function brand.resolve_rules(jsonb) to vp_member, vp_definer, vp_worker, vp_dba;
