create function analytics.log_likelihood(successes bigint, trials bigint) returns float8
  language sql immutable parallel safe
  return case when successes = 0 or successes = trials then 0
    else successes * ln(successes::float8 / trials) + (trials - successes) * ln(1 - successes::float8 / trials) end;
comment on function analytics.log_likelihood(bigint, bigint) is 'Of so many successes, at the share that makes them most likely.';
grant execute on function analytics.log_likelihood(bigint, bigint) to vp_definer, vp_dba;
