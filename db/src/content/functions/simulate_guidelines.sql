create function content.simulate_guidelines(brand_profile_id uuid, brand_guideline_id uuid, changes jsonb, scored_from timestamptz, scored_to timestamptz)
  returns table (variants bigint, incomplete bigint, mean_before numeric, mean_after numeric, newly_failing bigint, newly_passing bigint,
    verdicts jsonb, distribution jsonb)
  language plpgsql stable security definer set search_path = '' set jit = off set enable_memoize = off as $$
declare
  tenant constant uuid := identity.require_org('viewer');
begin
  return query execute format($query$
    with counted as materialized (
      select s.verdict, content.verdict_of(s.after) as verdict_after, case when s.score = 100 then 9 else trunc(s.score / 10)::int end as bucket,
        case when s.after = 10000 then 9 else s.after / 1000 end as bucket_after,
        count(*) as variants, sum(s.score) as score, sum(s.after) as after
      from (%s) s
      group by 1, 2, 3, 4
    )
    select coalesce(sum(c.variants), 0)::bigint, coalesce(sum(c.variants) filter (where c.verdict_after = 'incomplete'), 0)::bigint,
      round(sum(c.score) / nullif(sum(c.variants) filter (where c.verdict <> 'incomplete'), 0), 2),
      round(sum(c.after) / 100.0 / nullif(sum(c.variants) filter (where c.verdict_after <> 'incomplete'), 0), 2),
      coalesce(sum(c.variants) filter (where c.verdict in ('pass', 'warn') and c.verdict_after = 'fail'), 0)::bigint,
      coalesce(sum(c.variants) filter (where c.verdict in ('warn', 'fail') and c.verdict_after = 'pass'), 0)::bigint,
      (select jsonb_object_agg(v.verdict, jsonb_build_object(
          'before', (select coalesce(sum(c.variants), 0) from counted c where c.verdict = v.verdict),
          'after', (select coalesce(sum(c.variants), 0) from counted c where c.verdict_after = v.verdict)))
        from unnest('{pass,warn,fail,incomplete}'::text[]) v (verdict)),
      (select jsonb_agg(jsonb_build_object('from', 10 * b.n, 'to', 10 * b.n + 10,
          'before', (select coalesce(sum(c.variants), 0) from counted c where c.bucket = b.n),
          'after', (select coalesce(sum(c.variants), 0) from counted c where c.bucket_after = b.n)) order by b.n)
        from generate_series(0, 9) b (n))
    from counted c $query$,
    content.simulation_query(brand.propose_guideline(tenant, brand_profile_id, brand_guideline_id, changes)))
  using scored_from, scored_to;
end $$;
comment on function content.simulate_guidelines(uuid, uuid, jsonb, timestamptz, timestamptz) is
  'What a brand''s current variants, scored in a period, would score under another version of its guideline or under changes to one: how many would newly fail
or newly pass, verdicts {pass | warn | fail | incomplete: {before, after}}, distribution [{from, to, before, after}] by tens. Writes nothing.
Raises VP103, VP200, VP201, VP207.';
grant execute on function content.simulate_guidelines(uuid, uuid, jsonb, timestamptz, timestamptz) to vp_member;
