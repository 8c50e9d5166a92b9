-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.total_score(earned bigint, weight bigint, cap int) returns int
  language sql immutable parallel safe
  return case when weight > 0 then least(earned / (10 * weight), cap)::int end;
comment on function content.total_score(bigint, bigint, int) is
  'A score in hundredths, 0 to 10000, cut: earned is the sum of points by weight and weight the sum of weights over the rules that apply (thousandths
both), cap the least gate_cap of a failed gate. Null where nothing weighs.';
grant execute on function content.total_score(bigint, bigint, int) to vp_member, vp_definer, vp_dba;
