-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_alt_text_limit(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when c.maximum is not null then greatest(c.length - c.maximum, 0) end,
      c.fault,
      case when c.length > c.maximum then jsonb_build_array(jsonb_build_object('field', 'alt_text', 'observed', c.length, 'allowed', c.maximum)) else '[]' end,
      case
        when c.maximum is null then 'The platform sets no limit to the alternative text.'
        when c.length <= c.maximum then format('The alternative text has %s; the platform takes %s.', core.describe_count(c.length::bigint, 'character'), c.maximum)
        else format('The alternative text has %s, the platform takes %s: shorten it.', core.describe_count(c.length::bigint, 'character'), c.maximum)
      end
    from (
      select s.fault, case when s.fault is null then coalesce(length(measured ->> 'alt_text'), 0)::numeric end as length,
        case when s.fault is null then (measured #>> '{placement,alt_text_limit}')::numeric end as maximum
      from (
        select case
          when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.'
          when coalesce(jsonb_typeof(measured #> '{placement,alt_text_limit}'), '') not in ('number', 'null')
            then 'The measurement''s placement lacks a sound alt_text_limit. Render the variant again.'
        end as fault
        offset 0
      ) s
      offset 0
    ) c;
  end;
comment on function content.check_alt_text_limit(jsonb, jsonb, jsonb) is 'How far the alternative text is longer than the platform takes, in characters.';
grant execute on function content.check_alt_text_limit(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
