-- No SET clause: it would keep the planner from inlining it.
create function content.check_license_validity(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select count(*) as total, min(l.days_left) as days_left,
        jsonb_agg(jsonb_build_object('subject', l.subject, 'name', l.name, 'expires_on', l.expires_on) order by l.days_left, l.subject, l.name) as licenses
      from jsonb_to_recordset(content.valid_items(measured -> 'licenses', 'strict $[*] ? (@.subject.type() == "string" && @.expires_on.type() == "string" && @.days_left.type() == "number").type()'))
        as l (subject text, name text, expires_on text, days_left numeric)
    )
    select
      case when j.total > 0 then greatest(-j.days_left, 0) end,
      case when j.total = 0 and measured -> 'licenses' is distinct from '[]' then 'The measurement''s licenses are missing or not as they should be. Render the variant again.' end,
      coalesce(j.licenses, '[]'),
      case
        when j.total = 0 then 'No licence with an end is known of what the picture shows.'
        when j.days_left >= 0 then format('All licences are valid; the first to end is that of the %s, on %s.', j.licenses -> 0 ->> 'subject', j.licenses -> 0 ->> 'expires_on')
        else format('The licence of the %s%s ended on %s. Renew it, or take another.', j.licenses -> 0 ->> 'subject', coalesce(' "' || (j.licenses -> 0 ->> 'name') || '"', ''), j.licenses -> 0 ->> 'expires_on')
      end
    from judged j;
  end;
comment on function content.check_license_validity(jsonb, jsonb, jsonb) is
  'For how many days a licence of what the picture shows had been over on the day of the measurement.';
grant execute on function content.check_license_validity(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
