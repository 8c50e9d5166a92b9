-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function core.ciede2000(
  l1 double precision, a1 double precision, b1 double precision,
  l2 double precision, a2 double precision, b2 double precision
) returns table (delta_e double precision)
  language sql immutable parallel safe rows 1
  begin atomic
    select d.delta_e from core.ciede2000_to(l1, a1, b1, array[core.to_lab_color(l2, a2, b2, null, null)]) d;
  end;
comment on function core.ciede2000(
  double precision, double precision, double precision, double precision, double precision, double precision
) is
  'CIEDE2000 difference of two CIE L*a*b* colours. Call it in FROM or LATERAL, where it is inlined.';
grant execute on function core.ciede2000(
  double precision, double precision, double precision, double precision, double precision, double precision
) to vp_definer, vp_member, vp_worker;
