create function core.wilson_interval(successes bigint, trials bigint) returns table (low numeric, high numeric)
  language sql immutable parallel safe rows 1
  begin atomic
    select round(greatest(w.middle - w.half, 0), 4), round(least(w.middle + w.half, 1), 4)
    from (
      select (p.share + p.z * p.z / (2 * p.n)) / (1 + p.z * p.z / p.n) as middle,
        p.z * sqrt(p.share * (1 - p.share) / p.n + p.z * p.z / (4 * p.n * p.n)) / (1 + p.z * p.z / p.n) as half
      from (select 1.959963984540054 as z, nullif(trials, 0)::numeric as n, successes::numeric / nullif(trials, 0) as share) p
    ) w
    where trials > 0
    union all
    select null, null where trials = 0;
  end;
comment on function core.wilson_interval(bigint, bigint) is
  'The interval that holds a share of successes with 95 % confidence (Wilson, 1927); both null without trials.';
grant execute on function core.wilson_interval(bigint, bigint) to vp_member, vp_definer;
