-- core.find_terms reads thoroughly, which takes its time. Nearly all words hold none of the terms, and that is soon seen: the letters
-- of a term that is found are among the letters of the words, whatever stands between them. letters has them, folded, term by term.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_prohibited_terms(measured jsonb, terms text[], letters text[])
  returns table (points numeric, fault text, observed jsonb, expected jsonb, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with body as materialized (
      select 'text' as field, t.layer, t.text as body
      from jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.text.type() == "string")'))
        as t (layer text, text text)
      union all
      select said.field, null, measured ->> said.field
      from (values ('caption'), ('alt_text')) said (field)
      where jsonb_typeof(measured -> said.field) = 'string'
    ),
    candidate as materialized (
      select array_agg(t.term order by t.term) as terms
      from (select content.letters_of(string_agg(b.body, e'\n')) as letters from body b offset 0) words
      cross join unnest(check_prohibited_terms.terms, check_prohibited_terms.letters) as t (term, letters)
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
      case when cardinality(terms) > 0 and exists (select from body b where b.body ~ '\S') then case when j.hits > 0 then 0 else 100 end end,
      case
        when cardinality(terms) = 0 then null
        when content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.text.type() == "string")') is null
          then 'The measurement''s texts are missing or lack layer or text. Render the variant again.'
        when jsonb_typeof(measured -> 'caption') is distinct from 'string' then 'The measurement''s caption is missing or not a text. Render the variant again.'
        when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.'
      end,
      jsonb_build_object('hits', j.hits),
      jsonb_build_object('hits', 0, 'terms', cardinality(terms)),
      coalesce(j.places, '[]'),
      case
        when cardinality(terms) = 0 then 'The guideline prohibits no term.'
        when j.hits > 0 then format('Prohibited: %s. The first is %s %s, after %s characters. Take it out.', j.found, j.places -> 0 -> 'matched',
          case j.places -> 0 ->> 'field' when 'caption' then 'in the caption' when 'alt_text' then 'in the alternative text'
            else format('in the text "%s"', j.places -> 0 ->> 'layer') end, j.places -> 0 ->> 'offset')
        when exists (select from body b where b.body ~ '\S') then 'No prohibited term is to be read.'
        else 'There are no words.'
      end
    from judged j;
  end;
comment on function content.check_prohibited_terms(jsonb, text[], text[]) is
  'Prohibited terms on the picture, in its caption and in its alternative text, with their places.';
grant execute on function content.check_prohibited_terms(jsonb, text[], text[]) to vp_definer, vp_dba;
