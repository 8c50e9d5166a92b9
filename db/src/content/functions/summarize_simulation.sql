create function content.summarize_simulation(counts jsonb)
  returns table (variants bigint, incomplete bigint, mean_before numeric, mean_after numeric, newly_failing bigint, newly_passing bigint,
    verdicts jsonb, distribution jsonb)
  language sql immutable parallel safe
  begin atomic
    with counted as materialized (
      -- Verdicts change at tens.
      select c.*, content.verdict_of(1000 * c.before) as verdict, content.verdict_of(1000 * c.after) as verdict_after
      from jsonb_to_recordset(counts) c (before int, after int, variants bigint, score_before numeric, score_after numeric)
    )
    select coalesce(sum(c.variants), 0)::bigint, coalesce(sum(c.variants) filter (where c.after is null), 0)::bigint,
      round(sum(c.score_before) / nullif(sum(c.variants) filter (where c.before is not null), 0), 2),
      round(sum(c.score_after) / 100.0 / nullif(sum(c.variants) filter (where c.after is not null), 0), 2),
      coalesce(sum(c.variants) filter (where c.verdict in ('pass', 'warn') and c.verdict_after = 'fail'), 0)::bigint,
      coalesce(sum(c.variants) filter (where c.verdict in ('warn', 'fail') and c.verdict_after = 'pass'), 0)::bigint,
      (select jsonb_object_agg(v.verdict, jsonb_build_object(
          'before', (select coalesce(sum(c.variants), 0) from counted c where c.verdict = v.verdict),
          'after', (select coalesce(sum(c.variants), 0) from counted c where c.verdict_after = v.verdict)))
        from unnest('{pass,warn,fail,incomplete}'::text[]) v (verdict)),
      (select jsonb_agg(jsonb_build_object('from', 10 * b.n, 'to', 10 * b.n + 10,
          'before', (select coalesce(sum(c.variants), 0) from counted c where c.before = b.n),
          'after', (select coalesce(sum(c.variants), 0) from counted c where c.after = b.n)) order by b.n)
        from generate_series(0, 9) b (n))
    from counted c;
  end;
comment on function content.summarize_simulation(jsonb) is 'What content.count_simulation() has counted, of one part of the variants or of several, as content.simulate_guidelines() answers it.';
grant execute on function content.summarize_simulation(jsonb) to vp_definer;
