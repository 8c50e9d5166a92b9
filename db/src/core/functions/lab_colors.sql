create function core.lab_colors(items jsonb) returns core.lab_color[]
  language sql immutable parallel safe
  return array(
    select core.to_lab_color(i.l, i.a, i.b, i.hex, i.name)
    from jsonb_to_recordset(items) i (l float8, a float8, b float8, hex text, name text));
comment on function core.lab_colors(jsonb) is 'A list of {l, a, b, hex, name} as core.ciede2000_to() takes it.';
grant execute on function core.lab_colors(jsonb) to vp_definer, vp_member, vp_dba;
