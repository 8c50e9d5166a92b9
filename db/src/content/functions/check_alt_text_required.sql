-- The limit is that of the day of the measurement, frozen into it: a platform that changes it does not change an old score.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_alt_text_required(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when measured #> '{placement,alt_text_required}' = 'true' then case when coalesce(measured ->> 'alt_text', '') ~ '[^\s\u00ad\u200b-\u200f\u2060\ufeff]' then 0 else 1 end::numeric end,
      case
        when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.'
        when jsonb_typeof(measured #> '{placement,alt_text_required}') is distinct from 'boolean'
          then 'The measurement''s placement does not say whether it requires an alternative text. Render the variant again.'
      end,
      case when measured #> '{placement,alt_text_required}' = 'true' and coalesce(measured ->> 'alt_text', '') !~ '[^\s\u00ad\u200b-\u200f\u2060\ufeff]'
        then '[{"field": "alt_text", "observed": 0, "allowed": 1}]' else '[]' end::jsonb,
      case
        when measured #> '{placement,alt_text_required}' is distinct from 'true' then 'The platform requires no alternative text.'
        when coalesce(measured ->> 'alt_text', '') ~ '[^\s\u00ad\u200b-\u200f\u2060\ufeff]' then 'There is an alternative text, as the platform requires.'
        else 'The platform requires an alternative text: say what the picture shows.'
      end;
  end;
comment on function content.check_alt_text_required(jsonb, jsonb, jsonb) is 'Whether there is an alternative text, where the platform requires one.';
grant execute on function content.check_alt_text_required(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
