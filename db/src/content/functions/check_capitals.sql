-- No SET clause: it would keep the planner from inlining it.
create function content.check_capitals(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when c.letters >= 10 then trunc(c.capitals::numeric / c.letters, 4) end,
      case when jsonb_typeof(measured -> 'caption') is distinct from 'string' then 'The measurement''s caption is missing or not a text. Render the variant again.' end,
      case when c.capitals > 0 and c.letters >= 10 then jsonb_build_array(jsonb_build_object('field', 'caption', 'capitals', c.capitals, 'letters', c.letters,
        'first', substring(measured ->> 'caption' collate "und-x-icu" from '[[:upper:]]{2,}'))) else '[]' end,
      case
        when coalesce(c.letters, 0) < 10 then 'The caption has too few letters with capitals to shout.'
        when c.capitals::numeric / c.letters <= (rule ->> 'warn')::numeric then format('%s %% of the caption''s letters are capitals.', round(100.0 * c.capitals / c.letters))
        else format('%s %% of the caption''s letters are capitals, as in shouting; up to %s %% is good. Write words in small letters.', round(100.0 * c.capitals / c.letters), trim_scale(100 * (rule ->> 'warn')::numeric))
      end
    from (
      select regexp_count(s.body, '[[:upper:]]') as capitals, regexp_count(s.body, '[[:upper:][:lower:]]') as letters
      from (select (case when jsonb_typeof(measured -> 'caption') = 'string' then measured ->> 'caption' end) collate "und-x-icu" as body offset 0) s
      offset 0
    ) c;
  end;
comment on function content.check_capitals(jsonb, jsonb, jsonb) is
  'Which share of the caption''s letters are capitals, of those that have any; texts on the picture may be set in capitals.';
grant execute on function content.check_capitals(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
