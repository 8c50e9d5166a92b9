create function brand.resolve_rules(rules jsonb, logo_rules jsonb) returns jsonb
  language sql immutable parallel safe
  begin atomic
    select jsonb_object_agg(c.check_key,
      jsonb_build_object('weight', c.weight, 'gate', c.is_gate, 'gate_cap', c.gate_cap)
      || coalesce((select jsonb_object_agg(f.field, f.default_value) from brand.rule_fields() f where f.check_key = c.check_key), '{}')
      || case when c.check_key = 'logo_size' then '{"min_width_share": 0.1, "required": false}' || (logo_rules - 'ground') else '{}' end
      || coalesce(rules -> c.check_key, '{}'))
    from brand.rule_catalogue() c;
  end;
comment on function brand.resolve_rules(jsonb, jsonb) is
  'A guideline''s rules by check, with the default of all that they do not say. What logo_rules says is in logo_size.';
grant execute on function brand.resolve_rules(jsonb, jsonb) to vp_member, vp_definer, vp_worker, vp_dba;
