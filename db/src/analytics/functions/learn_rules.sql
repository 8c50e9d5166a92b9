create function analytics.learn_rules(guideline brand.brand_guidelines) returns table (
  "position" int, decided bigint, declined bigint, failed bigint, failed_declined bigint,
  gain numeric, cut int, cut_low int, cut_high int, within bigint, within_declined bigint, beyond bigint, beyond_declined bigint
)
  language sql stable security definer set search_path = '' set jit = off as $$
  with newest as (
    select d.compliance_result_id, d.is_approved
    from analytics.review_decisions d
    where d.organization_id = guideline.organization_id and d.brand_profile_id = guideline.brand_profile_id
    order by d.decided_at desc, d.content_approval_id desc
    limit 2000
  ), pictures as materialized (
    -- Each once, however many steps its review has, and by its newest score if that changed meanwhile: what one person declines is declined.
    select distinct on (r.asset_variant_id) r.brand_guideline_id, r.observations, bool_and(n.is_approved) over (partition by r.asset_variant_id) as is_approved
    from newest n
    join content.compliance_results r on r.organization_id = guideline.organization_id and r.id = n.compliance_result_id
    order by r.asset_variant_id, r.id desc
  ), versions as materialized (
    -- What was observed with another palette, say, is another number.
    select g.id, array(select a."position" from content.observed_anew(array[g], guideline) a) as outdated
    from brand.brand_guidelines g
    where g.organization_id = guideline.organization_id and g.id in (select p.brand_guideline_id from pictures p)
  ), parameters as materialized (
    -- Turned, so that more is worse in all of them.
    select p."position", case when c.worse = 'more' then 1 else -1 end as sign, case when c.worse = 'more' then 1 else -1 end * p.fail as fail
    from brand.rule_parameters(brand.resolve_rules(guideline.rules, guideline.rules_until)) p
    join brand.rule_catalogue() c on c."position" = p."position"
  ), observed as materialized (
    select w."position", w.sign * o.value as value, count(*) as pictures, count(*) filter (where not p.is_approved) as declined,
      w.sign * o.value > w.fail as is_failed
    from pictures p
    join versions v on v.id = p.brand_guideline_id
    cross join lateral unnest(p.observations) with ordinality o (value, n)
    join parameters w on w."position" = o.n
    where o.value >= 0 and o.n <> all (v.outdated)
    group by w."position", w.sign, o.value, w.fail
  ), totals as (
    select o."position", sum(o.pictures)::bigint as decided, sum(o.declined)::bigint as declined,
      coalesce(sum(o.pictures) filter (where o.is_failed), 0)::bigint as failed, coalesce(sum(o.declined) filter (where o.is_failed), 0)::bigint as failed_declined
    from observed o
    group by o."position"
  ), sides as (
    select t."position", t.decided, t.declined, o.value, lead(o.value) over line as next_value,
      sum(o.pictures) over line as within, sum(o.declined) over line as within_declined
    from observed o
    join totals t on t."position" = o."position"
    window line as (partition by o."position" order by o.value)
  ), cuts as (
    select s."position", s.value, s.next_value, s.within::bigint, s.within_declined::bigint, (s.decided - s.within)::bigint as beyond,
      (s.declined - s.within_declined)::bigint as beyond_declined, round((2 * (
        analytics.log_likelihood(s.within_declined::bigint, s.within::bigint)
        + analytics.log_likelihood((s.declined - s.within_declined)::bigint, (s.decided - s.within)::bigint)
        - analytics.log_likelihood(s.declined, s.decided)))::numeric, 6) as gain
    from sides s
    -- A cut that leaves a handful on one side says nothing of them.
    where s.within >= 10 and s.decided - s.within >= 10 and (s.declined - s.within_declined) * s.within > s.within_declined * (s.decided - s.within)
  ), best as (
    select distinct on (c."position") c.* from cuts c order by c."position", c.gain desc, c.value
  ), reach as (
    -- Either way the likelihood beyond the true cut reaches so far above it in one case of forty: (1 - exp(-7.35 / 2))^2 = 0.95.
    select b."position", min(c.value) as low, max(c.next_value) as high
    from best b
    join cuts c on c."position" = b."position" and c.gain >= b.gain - 7.35
    group by b."position"
  )
  select w."position", coalesce(t.decided, 0), coalesce(t.declined, 0), coalesce(t.failed, 0), coalesce(t.failed_declined, 0),
    -- Halfway between the last that is within and the first that is beyond; within itself where they are neighbours.
    b.gain, w.sign * (b.value + (b.next_value - b.value) / 2), case w.sign when 1 then r.low else -r.high end, case w.sign when 1 then r.high else -r.low end,
    b.within, b.within_declined, b.beyond, b.beyond_declined
  from parameters w
  left join totals t on t."position" = w."position"
  left join best b on b."position" = w."position"
  left join reach r on r."position" = w."position"
$$;
comment on function analytics.learn_rules(brand.brand_guidelines) is
  'Where people draw the line in what each rule observes, by the newest 2000 decisions on a brand''s pictures. cut (ten-thousandths): of all cuts between two
observed values the one that makes the decisions most likely, if people decline one share of the pictures within it and a higher one of those beyond it,
whatever else they decline for; null where people decline no more of what is worse. gain: by how much twice the log-likelihood exceeds that of decisions that
depend on nothing; above 20 in one rule of ten thousand where they do not. cut_low and cut_high: the 95 % interval. failed: by the guideline''s own threshold.';
grant execute on function analytics.learn_rules(brand.brand_guidelines) to vp_definer, vp_dba;
