-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.lightness_reach(delta_e float8) returns float8
  language sql immutable parallel safe
  return 1.75 * delta_e + 0.01;
comment on function content.lightness_reach(float8) is
  'Colours that are farther apart than this in CIE lightness are farther apart than delta_e by CIEDE2000: its lightness term divides the difference by
at most 1 + 0.015 × 50² / sqrt(20 + 50²) = 1.7470, and its other terms never sum to less than 0.';
grant execute on function content.lightness_reach(float8) to vp_member, vp_definer, vp_dba;
