-- PL/pgSQL keeps the plan of its query, which takes longer to make than to run.
create function brand.spell_out_rules(rules jsonb) returns jsonb
  language plpgsql immutable parallel safe set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  return (
    select jsonb_object_agg(c.check_key,
      jsonb_build_object('weight', c.weight, 'gate', c.is_gate) || coalesce(d.fields, '{}') || coalesce(spell_out_rules.rules -> c.check_key, '{}'))
    from brand.rule_catalogue() c
    left join (select f.check_key, jsonb_object_agg(f.field, f.default_value) as fields from brand.rule_fields() f group by f.check_key) d on d.check_key = c.check_key);
end $$;
comment on function brand.spell_out_rules(jsonb) is
  'A guideline''s rules with every rule of the catalogue and the default of all that they do not say: what says the same when defaults change.';
grant execute on function brand.spell_out_rules(jsonb) to vp_member, vp_definer, vp_worker, vp_dba;
