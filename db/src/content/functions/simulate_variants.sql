create function content.simulate_variants(brand_profile_id uuid, brand_guideline_id uuid, changes jsonb, scored_from timestamptz, scored_to timestamptz, effects text[], max_rows int, after_score numeric, after_variant_id uuid)
  returns table (asset_variant_id uuid, content_request_id uuid, platform text, placement text, effect text, score_before numeric, verdict_before text,
    score_after numeric, verdict_after text)
  language plpgsql stable security definer set search_path = '' set jit = off set enable_memoize = off as $$
#variable_conflict use_column -- of its results, which are named as columns are
declare
  tenant constant uuid := identity.require_org('viewer');
begin
  perform content.require_period(scored_from, scored_to);
  if not effects <@ '{newly_failing,newly_passing,lower,higher,incomplete}'::text[] then
    perform core.raise('VP201', 'effects must be a list of newly_failing, newly_passing, lower, higher and incomplete.', 'Leave it out for all variants whose score changes.');
  end if;
  if not coalesce(max_rows between 1 and 1000, false) then
    perform core.raise('VP201', 'max_rows must be from 1 to 1000.', 'Take page after page: after_score and after_variant_id are those of the last row of the one before.');
  end if;
  if after_score is not null and after_variant_id is null then
    perform core.raise('VP201', 'after_score needs after_variant_id.', 'Take score_after and asset_variant_id of the last row of the page before.');
  end if;
  return query execute format($query$
    select v.id, v.content_request_id, v.platform, v.placement, w.effect, w.score, w.verdict, round(w.after / 100.0, 2), w.verdict_after
    from (
      select p.*
      from (
        select s.*, content.verdict_of(s.after) as verdict_after, case
            when s.verdict in ('pass', 'warn') and content.verdict_of(s.after) = 'fail' then 'newly_failing'
            when s.verdict in ('warn', 'fail') and content.verdict_of(s.after) = 'pass' then 'newly_passing'
            when s.score is null or s.after is null then 'incomplete'
            when s.after < 100 * s.score then 'lower'
            else 'higher'
          end as effect
        from (%s) s
        where s.after is distinct from (100 * s.score)::int
      ) p
      where ($5 is null or p.effect = any($5))
        -- As it is ordered, by numbers: -1 is what has no score.
        and ($7 is null or (coalesce(p.after, -1)::numeric, p.asset_variant_id) > (coalesce(100 * $8, -1), $7))
      order by p.after nulls first, p.asset_variant_id
      limit $6
    ) w
    join content.asset_variants v on v.organization_id = %L and v.id = w.asset_variant_id
    order by w.after nulls first, w.asset_variant_id $query$,
    (content.simulation_query(brand.propose_guideline(tenant, brand_profile_id, brand_guideline_id, changes))).query, tenant)
  using scored_from, scored_to, null::uuid, null::uuid, effects, max_rows, after_variant_id, after_score;
end $$;
comment on function content.simulate_variants(uuid, uuid, jsonb, timestamptz, timestamptz, text[], int, numeric, uuid) is
  'The variants whose score content.simulate_guidelines() changes, worst first, max_rows of them after the one with after_score and
after_variant_id; effects: only those that are newly_failing, newly_passing, else lower or higher, or incomplete before or after. Writes nothing. Raises VP103, VP200, VP201, VP207.';
grant execute on function content.simulate_variants(uuid, uuid, jsonb, timestamptz, timestamptz, text[], int, numeric, uuid) to vp_member;
