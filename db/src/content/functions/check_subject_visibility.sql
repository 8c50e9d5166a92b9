-- No SET clause: it would keep the planner from inlining it.
create function content.check_subject_visibility(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when s.in_frame is not null then trunc(s.in_frame * (1 - coalesce(s.covered, 0)), 4) end,
      case when measured -> 'subject' is distinct from 'null' and (s.is_odd or s.in_frame not between 0 and 1 or s.covered not between 0 and 1) then 'The measurement''s subject is missing or lacks in_frame or covered. Render the variant again.' end,
      case when s.in_frame is not null then jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('box', nullif(measured #> '{subject,box}', 'null'), 'in_frame', s.in_frame, 'covered', s.covered))) else '[]' end,
      case
        when s.in_frame is null then 'No subject was found in the picture.'
        when s.in_frame * (1 - coalesce(s.covered, 0)) >= (rule ->> 'warn')::numeric then format('%s %% of the subject is to be seen.', round(100 * s.in_frame * (1 - coalesce(s.covered, 0))))
        else format('%s %% of the subject is to be seen: %s %% is in the frame, and %s %% of that is covered. Set a focal point, or move text and logo off it.',
          round(100 * s.in_frame * (1 - coalesce(s.covered, 0))), round(100 * s.in_frame), round(100 * coalesce(s.covered, 0)))
      end
    from (
      select case when jsonb_typeof(measured #> '{subject,in_frame}') = 'number' then (measured #>> '{subject,in_frame}')::numeric end as in_frame,
        case when jsonb_typeof(measured #> '{subject,covered}') = 'number' then (measured #>> '{subject,covered}')::numeric end as covered,
        coalesce(jsonb_typeof(measured #> '{subject,in_frame}'), '') not in ('number', 'null') or coalesce(jsonb_typeof(measured #> '{subject,covered}'), '') not in ('number', 'null') as is_odd
      offset 0
    ) s;
  end;
comment on function content.check_subject_visibility(jsonb, jsonb, jsonb) is
  'Which share of the subject, where one was found, is in the frame and not under texts, logo or panels.';
grant execute on function content.check_subject_visibility(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
