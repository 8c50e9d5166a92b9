-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_mention_count(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when c.maximum is not null then greatest(cardinality(c.found) - c.maximum, 0) end,
      c.fault,
      case when cardinality(c.found) > c.maximum then jsonb_build_array(jsonb_build_object('field', 'caption', 'observed', cardinality(c.found), 'allowed', c.maximum, 'found', c.found)) else '[]' end,
      case
        when c.maximum is null then 'The platform takes any number of mentions.'
        when cardinality(c.found) <= c.maximum then format('The caption has %s; the platform takes %s.', core.describe_count(cardinality(c.found), 'mention'), c.maximum)
        else format('The caption has %s, the platform takes %s: take out some, for example %s.', core.describe_count(cardinality(c.found), 'mention'), c.maximum, c.found[cardinality(c.found)])
      end
    from (
      select s.fault, case when s.fault is null and measured #>> '{placement,mention_limit}' is not null then content.find_mentions(measured ->> 'caption') end as found,
        case when s.fault is null then (measured #>> '{placement,mention_limit}')::numeric end as maximum
      from (
        select case
          when jsonb_typeof(measured -> 'caption') is distinct from 'string' then 'The measurement''s caption is missing or not a text. Render the variant again.'
          when coalesce(jsonb_typeof(measured #> '{placement,mention_limit}'), '') not in ('number', 'null')
            then 'The measurement''s placement lacks a sound mention_limit. Render the variant again.'
        end as fault
        offset 0
      ) s
      offset 0
    ) c;
  end;
comment on function content.check_mention_count(jsonb, jsonb, jsonb) is 'How many mentions the caption has more than the platform takes.';
grant execute on function content.check_mention_count(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
