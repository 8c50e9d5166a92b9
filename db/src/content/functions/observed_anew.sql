create function content.observed_anew(earlier brand.brand_guidelines[], proposed brand.brand_guidelines) returns table ("position" int, check_key text)
  language sql stable parallel safe
  begin atomic
    with version as materialized (
      select e as guideline, brand.resolve_rules(e.rules, e.rules_until) as rules, content.guideline_context(e) as context from unnest(earlier) e
    ), proposal as materialized (
      select brand.resolve_rules(proposed.rules, proposed.rules_until) as rules, content.guideline_context(proposed) as context
    )
    select c."position", c.check_key
    from brand.rule_catalogue() c
    cross join proposal p
    where exists (
      select from version v
      -- Thresholds and weights judge what was observed; all else decides what is.
      where (v.rules -> c.check_key) - '{weight,gate,gate_cap,warn,fail}'::text[] <> (p.rules -> c.check_key) - '{weight,gate,gate_cap,warn,fail}'::text[]
        or (c."position" > (v.guideline).rules_until and c."position" <= coalesce(proposed.rules_until, c."position"))
        or exists (select from unnest(c.reads) r (key) where (v.context -> r.key) <> (p.context -> r.key)))
    order by 1;
  end;
comment on function content.observed_anew(brand.brand_guidelines[], brand.brand_guidelines) is
  'The rules whose numbers, observed under earlier versions, do not hold under a proposed one: a field that affects observation, or what they read of the
guideline (palette, terms, …), is another; or the rule came later.';
grant execute on function content.observed_anew(brand.brand_guidelines[], brand.brand_guidelines) to vp_definer, vp_dba;
