-- No SET clause: it would keep the planner from inlining it.
create function content.check_emoji_density(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when c.words + c.emoji > 0 then trunc(c.emoji::numeric / (c.words + c.emoji), 4) end,
      case when jsonb_typeof(measured -> 'caption') is distinct from 'string' then 'The measurement''s caption is missing or not a text. Render the variant again.' end,
      case when c.emoji > 0 then jsonb_build_array(jsonb_build_object('field', 'caption', 'emoji', c.emoji, 'words', c.words)) else '[]' end,
      case
        when coalesce(c.words + c.emoji, 0) = 0 then 'There is no caption.'
        when c.emoji = 0 then 'There is no emoji in the caption.'
        when c.emoji::numeric / (c.words + c.emoji) <= (rule ->> 'warn')::numeric then format('%s emoji to %s words.', c.emoji, c.words)
        else format('%s emoji to %s words; up to %s %% is good. Take some out.', c.emoji, c.words, trim_scale(100 * (rule ->> 'warn')::numeric))
      end
    from (
      select regexp_count(s.body, content.emoji_sequence()) as emoji, regexp_count(s.body, case
          -- Where nothing stands between words, one is taken to have two letters (Han, Kana) or four (Thai, Lao, Burmese, Khmer). Vowels of
          -- Indic words are no letters, but parts of the word. These scripts take three bytes a letter.
          when 2 * octet_length(s.body) > 3 * length(s.body) then '[\u3041-\u30ff\u3400-\u9fff]{1,2}|[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]{1,4}|(?![\u3041-\u30ff\u3400-\u9fff\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff])[[:alpha:]][[:alnum:]\u0900-\u0963\u0971-\u0dff''’-]*'
          else '[[:alpha:]][[:alnum:]''’-]*'
        end) as words
      from (select (case when jsonb_typeof(measured -> 'caption') = 'string' then normalize(measured ->> 'caption', nfc) end) collate "und-x-icu" as body offset 0) s
      offset 0
    ) c;
  end;
comment on function content.check_emoji_density(jsonb, jsonb, jsonb) is
  'Which share of the caption''s words and emoji are emoji.';
grant execute on function content.check_emoji_density(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
