-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function core.to_lab_color(l double precision, a double precision, b double precision, hex text, name text) returns core.lab_color
  language sql immutable parallel safe
  -- Adding 1000 rounds residue away: it is no colour and has no hue, and its powers would underflow.
  return row(
    l + 1000 - 1000, a + 1000 - 1000, b + 1000 - 1000,
    sqrt((a + 1000 - 1000) * (a + 1000 - 1000) + (b + 1000 - 1000) * (b + 1000 - 1000)) + 1e-20::float8, hex, name)::core.lab_color;
comment on function core.to_lab_color(double precision, double precision, double precision, text, text) is
  'A colour made ready for core.ciede2000_to().';
grant execute on function core.to_lab_color(double precision, double precision, double precision, text, text) to vp_definer, vp_member, vp_worker, vp_dba;
