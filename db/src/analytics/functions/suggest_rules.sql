create function analytics.suggest_rules(brand_profile_id uuid, check_keys text[], scored_from timestamptz, scored_to timestamptz, include_effect boolean) returns table (
  check_key text, unit text, decided bigint, declined bigint, field text, current_value numeric, suggested_value numeric, reason text,
  line numeric, line_low numeric, line_high numeric, declined_within numeric, declined_beyond numeric, changes jsonb,
  variants bigint, newly_failing bigint, newly_passing bigint, mean_before numeric, mean_after numeric
)
  language plpgsql stable security definer set search_path = '' set jit = off as $$
#variable_conflict use_column -- of its results, which are named as columns are
declare
  tenant constant uuid := identity.require_org('viewer');
  guideline constant brand.brand_guidelines := brand.propose_guideline(tenant, brand_profile_id, null, '{}');
  resolved constant jsonb := brand.resolve_rules(guideline.rules, guideline.rules_until);
begin
  if not check_keys <@ array(select c.check_key from brand.rule_catalogue() c) then
    perform core.raise('VP201', 'check_keys names a check that there is not.', 'GET /compliance_rules lists those there are.');
  end if;
  return query
  with learned as (
    -- Where people decline no more than every other picture beyond it, a threshold would be overruled as often as not.
    select l.*, c.check_key, c.unit, c.worse, c.weight, resolved -> c.check_key as fields, f.minimum, f.maximum,
      case when l.gain >= 20 and 2 * l.beyond_declined > l.beyond and f.check_key is not null then round(l.cut / 10000.0, 4) end as line,
      round(l.cut_low / 10000.0, 4) as line_low, round(l.cut_high / 10000.0, 4) as line_high,
      w.high as failed_high, u.low as others_low, l.failed_declined::numeric / nullif(l.failed, 0) as failed_rate,
      (l.declined - l.failed_declined)::numeric / nullif(l.decided - l.failed, 0) as others_rate
    from analytics.learn_rules(guideline) l
    join brand.rule_catalogue() c on c."position" = l."position"
    left join brand.rule_fields() f on f.check_key = c.check_key and f.field = 'fail'
    cross join lateral core.wilson_interval(l.failed_declined, l.failed) w
    cross join lateral core.wilson_interval(l.declined - l.failed_declined, l.decided - l.failed) u
    where check_keys is null or c.check_key = any(check_keys)
  ), weighed as (
    -- Newcombe's upper end: at most so much more often do people decline what fails than what does not.
    select l.*, case when l.decided >= 50 and l.failed >= 20 and l.decided - l.failed >= 20 and not (l.fields ->> 'gate')::boolean then
      greatest(l.failed_rate - l.others_rate + sqrt((l.failed_high - l.failed_rate) ^ 2 + (l.others_rate - l.others_low) ^ 2), 0) end as most
    from learned l
  ), suggested as (
    select w.*, (w.fields ->> s.field)::numeric as current_value, s.field, s.value
    from weighed w
    left join lateral (
      select 'fail' as field, least(greatest(w.line, w.minimum), w.maximum) as value
      where w.decided >= 50 and w.line is not null and (w.fields ->> 'fail')::numeric not between w.line_low and w.line_high
        and (w.fields ->> 'fail')::numeric <> least(greatest(w.line, w.minimum), w.maximum)
      union all
      -- Of its weight in the catalogue: taken over, it is not suggested again.
      select 'weight', trunc(w.weight * w.most, 1)
      where w.line is null and w.most <= 0.5 and trunc(w.weight * w.most, 1) < (w.fields ->> 'weight')::numeric
        -- Something has to count.
        and (trunc(w.weight * w.most, 1) > 0 or exists (
          select from jsonb_each(resolved) r where r.key <> w.check_key and (r.value ->> 'weight')::numeric > 0))
    ) s on true
  ), said as materialized (
    select s.*, case when s.field is not null then jsonb_build_object('rules', jsonb_build_object(s.check_key, case s.field
        when 'weight' then jsonb_build_object('weight', s.value)
        -- Warnings begin before it fails.
        when 'fail' then jsonb_build_object('fail', s.value, 'warn',
          case s.worse when 'more' then least(s.value, (s.fields ->> 'warn')::numeric) else greatest(s.value, (s.fields ->> 'warn')::numeric) end) end)) end as changes
    from suggested s
  ), effects as materialized (
    select s.check_key, e.*
    from said s
    cross join lateral content.simulate_guidelines(guideline.brand_profile_id, null, s.changes, scored_from, scored_to) e
    where s.field is not null and include_effect
  )
  select s.check_key, s.unit, s.decided, s.declined, s.field, s.current_value, s.value,
    case
      when s.decided < 50 then format('People have decided on %s to which it applies; it takes 50 to learn from.', core.describe_count(s.decided, 'picture'))
      when s.field = 'weight' then format('People declined %s %% of the %s pictures that failed it, and %s %% of the others: at most %s percentage points more.',
        round(100 * s.failed_rate), s.failed, round(100 * s.others_rate), round(100 * s.most))
      when s.line is not null then format('People declined %s %% of the %s pictures with at %s %s (%s), and %s %% of the %s with %s.%s',
        round(100.0 * s.within_declined / s.within), s.within, case s.worse when 'more' then 'most' else 'least' end, s.line, s.unit,
        round(100.0 * s.beyond_declined / s.beyond), s.beyond, case s.worse when 'more' then 'more' else 'less' end,
        case when s.field is null then ' The threshold is within that line''s interval.' else '' end)
      else 'What people declined does not depend on it enough to say more.'
    end,
    s.line, case when s.line is not null then s.line_low end, case when s.line is not null then s.line_high end,
    case when s.line is not null then round(s.within_declined::numeric / s.within, 4) end, case when s.line is not null then round(s.beyond_declined::numeric / s.beyond, 4) end,
    s.changes, e.variants, e.newly_failing, e.newly_passing, e.mean_before, e.mean_after
  from said s
  left join effects e on e.check_key = s.check_key
  order by s.field is null, s.gain desc nulls last, s."position";
end $$;
comment on function analytics.suggest_rules(uuid, text[], timestamptz, timestamptz, boolean) is
  'What people''s decisions suggest for each rule of a brand''s active guideline, or for some: another threshold where they draw the line elsewhere, or a lower
weight where failing the rule hardly matters to them, with the effect that content.simulate_guidelines() gives it unless include_effect is false. Raises VP103, VP200, VP201, VP207.';
grant execute on function analytics.suggest_rules(uuid, text[], timestamptz, timestamptz, boolean) to vp_member;
