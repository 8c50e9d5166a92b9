create function content.run_simulation(proposed brand.brand_guidelines, scored_from timestamptz, scored_to timestamptz, after uuid default null, until uuid default null, max_worst int default null,
  out counts jsonb, out worst jsonb)
  language plpgsql stable security definer set search_path = '' as $$
declare
  simulation constant record := content.simulation_query(proposed);
  bounds uuid[];
begin
  -- A plan with checks in it does not go parallel, several of them beside each other do. One that reads stored observations goes parallel by itself.
  -- Six parts: two for each of the three processes that a query has by default.
  if simulation.anew <> '{}' then
    select percentile_disc(array(select n / 6.0 from generate_series(1, 5) n)::float8[]) within group (order by c.asset_variant_id) into bounds
    from content.compliance_results c
    where c.organization_id = proposed.organization_id and c.is_current
      and c.brand_guideline_id in (select g.id from brand.brand_guidelines g where g.organization_id = proposed.organization_id and g.brand_profile_id = proposed.brand_profile_id)
      and (run_simulation.after is null or c.asset_variant_id > run_simulation.after) and (run_simulation.until is null or c.asset_variant_id <= run_simulation.until)
    having count(*) >= 1000;
  end if;
  bounds := run_simulation.after || bounds || run_simulation.until;
  execute (
    select format($query$
      select jsonb_path_query_array(jsonb_agg(p.counts), '$[*][*]'), jsonb_path_query_array(jsonb_agg(p.worst) filter (where p.worst is not null), '$[*][*]')
      from (%s) p $query$, string_agg(format('select c.* from content.count_simulation($1, $2, $3, %L, %L, $4) c', bounds[n], bounds[n + 1]), ' union all '))
    from generate_series(1, cardinality(bounds) - 1) n)
  into counts, worst
  using simulation.query, scored_from, scored_to, max_worst;
end $$;
comment on function content.run_simulation(brand.brand_guidelines, timestamptz, timestamptz, uuid, uuid, int) is
  'content.count_simulation() of what a brand''s current variants would score under a proposed guideline; of many variants in parts, which parallel workers take: the counts
of each part, and the max_worst worst of each. after, until: only the variants with ids between these.';
