-- `offset 0` ends a stage. Elements are handed on one by one; unnest() in FROM would first copy them all, for each rule.
-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.each_picture(pictures content.measured_picture[]) returns table (measurement_id uuid, measured jsonb, colors content.shown_color[])
  language sql immutable parallel safe rows 100
  begin atomic
    select (e.picture).measurement_id, (e.picture).measured, (e.picture).colors
    from (select unnest(pictures) as picture offset 0) e
    offset 0;
  end;
comment on function content.each_picture(content.measured_picture[]) is 'The pictures of a list, a row each.';
grant execute on function content.each_picture(content.measured_picture[]) to vp_member, vp_definer, vp_dba;
