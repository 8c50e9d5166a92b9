-- core.find_terms reads thoroughly, which takes its time. Nearly all words hold none of the terms, and that is soon seen: the letters
-- of a term that is found are among the letters of the words, whatever stands between them. letters has them, folded, term by term.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_prohibited_terms(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with body as materialized (
      select b.field, b.layer, b.body from content.words_to_read(measured) b where context -> 'prohibited_terms' <> '[]'
    ),
    candidate as materialized (
      select array_agg(t.term order by t.term) as terms
      from (select content.letters_of(string_agg(b.body, e'\n')) as letters from body b offset 0) words
      cross join jsonb_to_recordset(context -> 'prohibited_terms') t (term text, letters text)
      where strpos(words.letters, t.letters) > 0
    ),
    judged as (
      select count(*) as hits, string_agg(distinct '"' || h.term || '"', ', ') as found,
        jsonb_agg(jsonb_build_object('field', b.field, 'layer', b.layer, 'offset', h.start_offset, 'term', h.term, 'matched', h.matched)
          order by b.field desc, b.layer, h.start_offset, h.term) as places
      from candidate c
      join body b on c.terms is not null
      cross join lateral core.find_terms(b.body, c.terms) h
    )
    select
      case when exists (select from body b where b.body ~ '\S') then j.hits::numeric end,
      case when context -> 'prohibited_terms' <> '[]' then content.words_fault(measured) end,
      coalesce(j.places, '[]'),
      case
        when context -> 'prohibited_terms' = '[]' then 'The guideline prohibits no term.'
        when j.hits > 0 then format('Prohibited: %s. The first is %s %s, after %s characters. Take it out.', j.found, j.places -> 0 -> 'matched',
          case j.places -> 0 ->> 'field' when 'caption' then 'in the caption' when 'alt_text' then 'in the alternative text'
            else format('in the text "%s"', j.places -> 0 ->> 'layer') end, j.places -> 0 ->> 'offset')
        when exists (select from body b where b.body ~ '\S') then 'No prohibited term is to be read.'
        else 'There are no words.'
      end
    from judged j;
  end;
comment on function content.check_prohibited_terms(jsonb, jsonb, jsonb) is
  'Prohibited terms on the picture, in its caption and in its alternative text, with their places.';
grant execute on function content.check_prohibited_terms(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
