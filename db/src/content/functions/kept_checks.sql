create function content.kept_checks(earlier brand.brand_guidelines, proposed brand.brand_guidelines) returns text[]
  language sql stable parallel safe
  begin atomic
    select coalesce(array_agg(c.check_key), '{}')
    from brand.rule_catalogue() c
    cross join (select brand.resolve_rules(earlier.rules) as earlier_rules, brand.resolve_rules(proposed.rules) as proposed_rules) r
    where (r.earlier_rules -> c.check_key) - '{weight,gate,gate_cap}'::text[] = (r.proposed_rules -> c.check_key) - '{weight,gate,gate_cap}'::text[]
      and c."position" not in (select a."position" from content.observed_anew(array[earlier], proposed) a);
  end;
comment on function content.kept_checks(brand.brand_guidelines, brand.brand_guidelines) is
  'The rules of which another version observes the same and says the same: all but those of content.observed_anew() and those with other thresholds,
which the sentence names. Weight and gate change only what the rule counts for.';
grant execute on function content.kept_checks(brand.brand_guidelines, brand.brand_guidelines) to vp_definer, vp_dba;
