-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.judge_value(value int, warn int, fail int, zero int) returns int
  language sql immutable parallel safe
  return case
    when (value >= 0) is not true then null
    when zero >= fail then case
      when value <= warn then 100000
      when value <= fail then (50000 + 50000::bigint * (fail - value) / (fail - warn))::int
      when zero = fail then 0
      else greatest(50000::bigint * (zero - value) / (zero - fail), 0)::int
    end
    else case
      when value >= warn then 100000
      when value >= fail then (50000 + 50000::bigint * (value - fail) / (warn - fail))::int
      else greatest(50000::bigint * (value - zero) / (fail - zero), 0)::int
    end
  end;
comment on function content.judge_value(int, int, int, int) is
  'Points, in thousandths, of an observed number, in ten-thousandths as its thresholds are: 100000 up to warn, then falling evenly to 50000 at fail and to 0 at zero, which lies
beyond fail on the side that is worse; where it is fail itself there is nothing beyond fail, and more is worse. Cut, not rounded: what is not
passed does not get all. Null where value is null or below 0: the rule does not apply.';
grant execute on function content.judge_value(int, int, int, int) to vp_member, vp_definer, vp_dba;
