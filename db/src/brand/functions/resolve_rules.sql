-- PL/pgSQL keeps the plan of its query, which takes longer to make than to run.
create function brand.resolve_rules(rules jsonb, rules_until int) returns jsonb
  language plpgsql immutable parallel safe set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  spelled_out constant jsonb := brand.spell_out_rules(rules);
begin
  return (
    select jsonb_object_agg(c.check_key, jsonb_build_object('gate_cap', c.gate_cap, 'warn', 0, 'fail', 0) || (spelled_out -> c.check_key)
      || case when c."position" > resolve_rules.rules_until then '{"weight": 0, "gate": false}'::jsonb else '{}' end)
    from brand.rule_catalogue() c);
end $$;
comment on function brand.resolve_rules(jsonb, int) is
  'A guideline''s rules by check, as they judge: with the default of all that they do not say, gate_cap, and warn and fail of rules that have no such fields.
rules_until: its column; rules that came later weigh nothing, with null there are none.';
grant execute on function brand.resolve_rules(jsonb, int) to vp_member, vp_definer, vp_worker, vp_dba;
