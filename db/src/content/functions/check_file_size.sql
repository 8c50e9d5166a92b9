-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_file_size(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      greatest(c.bytes - c.maximum, 0) / 1000,
      case when c.bytes is null or c.maximum is null then 'The measurement''s bytes or its placement''s max_bytes are missing or no number. Render the variant again.' end,
      case when c.bytes > c.maximum then jsonb_build_array(jsonb_build_object('field', 'bytes', 'observed', c.bytes, 'allowed', c.maximum)) else '[]' end,
      case
        when c.bytes <= c.maximum then format('The file has %s bytes; the platform takes %s.', c.bytes, c.maximum)
        else format('The file has %s bytes, the platform takes %s: render it again at a lower quality.', c.bytes, c.maximum)
      end
    from (
      select case when jsonb_typeof(measured -> 'bytes') = 'number' then nullif(greatest((measured ->> 'bytes')::numeric, 0), 0) end as bytes,
        case when jsonb_typeof(measured #> '{placement,max_bytes}') = 'number' then (measured #>> '{placement,max_bytes}')::numeric end as maximum
      offset 0
    ) c;
  end;
comment on function content.check_file_size(jsonb, jsonb, jsonb) is 'How many kB the file has more than the platform takes, be it a thousandth, which is a byte.';
grant execute on function content.check_file_size(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
