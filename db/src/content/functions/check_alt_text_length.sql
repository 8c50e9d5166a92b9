-- No SET clause: it would keep the planner from inlining it.
create function content.check_alt_text_length(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      nullif(c.length, 0)::numeric,
      case when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.' end,
      case when c.length > 0 then jsonb_build_array(jsonb_build_object('field', 'alt_text', 'observed', c.length)) else '[]' end,
      case
        when coalesce(c.length, 0) = 0 then 'There is no alternative text.'
        when c.length >= (rule ->> 'warn')::numeric then format('The alternative text has %s.', core.describe_count(c.length, 'character'))
        else format('The alternative text has %s; %s are wanted to say what is to be seen.', core.describe_count(c.length, 'character'), rule ->> 'warn')
      end
    from (select case when jsonb_typeof(measured -> 'alt_text') = 'string' then length(btrim(measured ->> 'alt_text')) end as length offset 0) c;
  end;
comment on function content.check_alt_text_length(jsonb, jsonb, jsonb) is
  'How many characters the alternative text has, where there is one.';
grant execute on function content.check_alt_text_length(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
