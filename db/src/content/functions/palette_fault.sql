-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.palette_fault(total numeric) returns text
  language sql immutable parallel safe
  return case
    when total is null then 'The measurement''s palette is missing or not a list of {hex, l, a, b, share}. Render the variant again.'
    when abs(total - 1) > 0.01 then 'The shares of the measurement''s palette do not sum to 1. Render the variant again.'
  end;
comment on function content.palette_fault(numeric) is
  'What is wrong with a measured palette whose shares sum to this, null: no sound palette; null when nothing is.';
grant execute on function content.palette_fault(numeric) to vp_member, vp_definer, vp_dba;
