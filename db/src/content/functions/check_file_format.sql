-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_file_format(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when measured #> '{placement,formats}' ? (measured ->> 'format') then 0 else 1 end::numeric,
      case when jsonb_typeof(measured -> 'format') is distinct from 'string' or jsonb_typeof(measured #> '{placement,formats}') is distinct from 'array'
        then 'The measurement''s format or its placement''s formats are missing. Render the variant again.' end,
      case when measured #> '{placement,formats}' ? (measured ->> 'format') then '[]'
        else jsonb_build_array(jsonb_build_object('field', 'format', 'observed', measured -> 'format', 'allowed', measured #> '{placement,formats}')) end,
      case when measured #> '{placement,formats}' ? (measured ->> 'format') then format('The platform takes %s files.', measured ->> 'format')
        else format('The platform does not take %s files: render the picture again.', measured ->> 'format') end;
  end;
comment on function content.check_file_format(jsonb, jsonb, jsonb) is 'Whether the platform takes the file''s format.';
grant execute on function content.check_file_format(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
