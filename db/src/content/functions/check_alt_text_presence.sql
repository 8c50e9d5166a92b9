-- No SET clause: it would keep the planner from inlining it.
create function content.check_alt_text_presence(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when coalesce(measured ->> 'alt_text', '') ~ '[^\s\u00ad\u200b-\u200f\u2060\ufeff]' then 0 else 1 end::numeric,
      case when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.' end,
      '[]'::jsonb,
      case
        when coalesce(measured ->> 'alt_text', '') ~ '[^\s\u00ad\u200b-\u200f\u2060\ufeff]' then 'There is an alternative text.'
        else 'There is no alternative text: say what the picture shows, for people who do not see it.'
      end;
  end;
comment on function content.check_alt_text_presence(jsonb, jsonb, jsonb) is
  'Whether there is an alternative text, also where the platform does not require one.';
grant execute on function content.check_alt_text_presence(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
