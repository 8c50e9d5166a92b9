-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_caption_length(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when c.maximum is not null then greatest(c.length - c.maximum, 0) end,
      c.fault,
      case when c.length > c.maximum then jsonb_build_array(jsonb_build_object('field', 'caption', 'observed', c.length, 'allowed', c.maximum, 'unit', c.unit)) else '[]' end,
      case
        when c.maximum is null then 'The platform sets no limit to the caption.'
        when c.length <= c.maximum then format('The caption is %s long as the platform counts (%s); it takes %s.', c.length, c.unit, c.maximum)
        else format('The caption is %s long as the platform counts (%s), %s too long: shorten it.', c.length, c.unit, c.length - c.maximum)
      end
    from (
      select s.fault, s.unit, case when s.fault is null and measured #>> '{placement,caption_limit}' is not null then content.count_caption(measured ->> 'caption', s.unit)::numeric end as length,
        case when s.fault is null then (measured #>> '{placement,caption_limit}')::numeric end as maximum
      from (
        select measured #>> '{placement,caption_unit}' as unit, case
          when jsonb_typeof(measured -> 'caption') is distinct from 'string' then 'The measurement''s caption is missing or not a text. Render the variant again.'
          when coalesce(jsonb_typeof(measured #> '{placement,caption_limit}'), '') not in ('number', 'null')
            or coalesce(measured #>> '{placement,caption_unit}', '') not in ('characters', 'weighted', 'graphemes', 'short_links', 'emoji_bytes', 'utf16', 'bytes')
            then 'The measurement''s placement lacks a sound caption_limit or caption_unit. Render the variant again.'
        end as fault
        offset 0
      ) s
      offset 0
    ) c;
  end;
comment on function content.check_caption_length(jsonb, jsonb, jsonb) is 'How far the caption is longer than the platform takes, in the unit that it counts in.';
grant execute on function content.check_caption_length(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
