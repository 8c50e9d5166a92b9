-- core.find_terms reads thoroughly, which takes its time. Nearly all words hold none of the terms, and that is soon seen: the letters
-- of a term that is found are among the letters of the words, whatever stands between them. letters has them, folded, term by term.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_prohibited_terms(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select w.has_words, h.*
      from (
        -- Each by itself: most are all ASCII, which is soon folded.
        select coalesce(bool_or(b.body ~ '\S'), false) as has_words, string_agg(content.letters_of(b.body), e'\n') as letters
        from content.words_to_read(measured) b
        where context -> 'prohibited_terms' <> '[]'
        offset 0
      ) w
      cross join lateral (
        select count(*) as hits, string_agg(distinct '"' || f.term || '"', ', ') as found,
          jsonb_agg(jsonb_build_object('field', b.field, 'layer', b.layer, 'offset', f.start_offset, 'term', f.term, 'matched', f.matched)
            order by b.field desc, b.layer, f.start_offset, f.term) as places
        from content.words_to_read(measured) b
        cross join lateral (select content.letters_of(b.body) as letters offset 0) l
        cross join lateral (
          select array_agg(t.term order by t.term) as terms
          from jsonb_to_recordset(context -> 'prohibited_terms') t (term text, letters text)
          where strpos(l.letters, t.letters) > 0
        ) candidate
        cross join lateral core.find_terms(b.body, candidate.terms) f
        where exists (select from jsonb_to_recordset(context -> 'prohibited_terms') t (letters text) where strpos(w.letters, t.letters) > 0)
      ) h
    )
    select
      case when j.has_words then j.hits::numeric end,
      case when context -> 'prohibited_terms' <> '[]' then content.words_fault(measured) end,
      coalesce(j.places, '[]'),
      case
        when context -> 'prohibited_terms' = '[]' then 'The guideline prohibits no term.'
        when j.hits > 0 then format('Prohibited: %s. The first is %s %s, %s. Take it out.', j.found, j.places -> 0 -> 'matched',
          case j.places -> 0 ->> 'field' when 'caption' then 'in the caption' when 'alt_text' then 'in the alternative text'
            else format('in the text "%s"', j.places -> 0 ->> 'layer') end,
          case j.places -> 0 -> 'offset' when '0' then 'at the start' when '1' then 'after 1 character' else format('after %s characters', j.places -> 0 ->> 'offset') end)
        when j.has_words then 'No prohibited term is to be read.'
        else 'There are no words.'
      end
    from judged j;
  end;
comment on function content.check_prohibited_terms(jsonb, jsonb, jsonb) is
  'Prohibited terms on the picture, in its caption and in its alternative text, with their places.';
grant execute on function content.check_prohibited_terms(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
