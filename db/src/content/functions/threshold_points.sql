-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.threshold_points(observed numeric, warn numeric, fail numeric, zero numeric) returns numeric
  language sql immutable parallel safe
  return case
    when observed is null then null
    when (observed - warn) * sign(zero - fail) <= 0 then 100
    when (observed - fail) * sign(zero - fail) <= 0 then 50 + 50 * (fail - observed) / (fail - warn)
    else greatest(50 * (zero - observed) / (zero - fail), 0)
  end;
comment on function content.threshold_points(numeric, numeric, numeric, numeric) is
  'Points of a measured value: 100 up to warn, then falling evenly to 50 at fail and to 0 at zero. zero lies beyond fail on the
side that is worse. Where warn is fail there is nothing between passed and failed.';
grant execute on function content.threshold_points(numeric, numeric, numeric, numeric) to vp_definer, vp_dba;
