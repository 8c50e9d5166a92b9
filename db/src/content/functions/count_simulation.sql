-- Its cost, that of thousands of variants, lets the planner give parts to parallel workers.
create function content.count_simulation(query text, scored_from timestamptz, scored_to timestamptz, after uuid default null, until uuid default null, max_worst int default null,
  out counts jsonb, out worst jsonb)
  language plpgsql stable parallel safe cost 1000000 security definer set search_path = '' set jit = off set enable_memoize = off as $$
begin
  execute format($query$
    with s as %s materialized (%s)
    select (
        select coalesce(jsonb_agg(to_jsonb(c)), '[]')
        from (
          select case when s.score = 100 then 9 else trunc(s.score / 10)::int end as before, case when s.after = 10000 then 9 else s.after / 1000 end as after,
            count(*) as variants, sum(s.score) as score_before, sum(s.after) as score_after
          from s
          group by 1, 2
        ) c),
      %s $query$,
    case when max_worst is null then 'not' end, query,
    case when max_worst is null then 'null::jsonb' else format($worst$ (
        select coalesce(jsonb_agg(jsonb_build_object('asset_variant_id', w.asset_variant_id, 'score_before', w.score, 'verdict_before', w.verdict,
          'score_after', round(w.after / 100.0, 2), 'verdict_after', content.verdict_of(w.after))), '[]')
        from (
          select s.* from s where s.after is distinct from (100 * s.score)::int order by s.after nulls first, s.asset_variant_id limit %s
        ) w) $worst$, max_worst) end)
  into counts, worst
  using scored_from, scored_to, after, until;
end $$;
comment on function content.count_simulation(text, timestamptz, timestamptz, uuid, uuid, int) is
  'Runs content.simulation_query() for the variants with ids after `after` until `until`. counts: [{before, after (tens of the score; null: incomplete), variants, score_before, score_after
(sums)}], what content.summarize_simulation() adds up; worst: the max_worst worst of those whose score changes.';
