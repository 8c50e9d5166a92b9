-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.shorter_side(measured jsonb) returns numeric
  language sql immutable parallel safe
  return case when jsonb_typeof(measured -> 'width') = 'number' and jsonb_typeof(measured -> 'height') = 'number'
    then nullif(greatest(least((measured ->> 'width')::numeric, (measured ->> 'height')::numeric), 0), 0) end;
comment on function content.shorter_side(jsonb) is 'The shorter of a measured picture''s width and height in pixels; null where either is missing, no number or not above 0.';
grant execute on function content.shorter_side(jsonb) to vp_member, vp_definer, vp_dba;
