-- No SET clause: it would keep the planner from inlining it.
create function content.check_required_terms(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select count(*) filter (where not t.is_there) as missing, string_agg('"' || t.term || '"', ', ' order by t.n) filter (where not t.is_there) as names,
        jsonb_agg(jsonb_build_object('term', t.term, 'found', t.is_there) order by t.is_there, t.n) as terms
      from (
        select r.term, r.n, case left(r.term, 1)
            when '#' then exists (select from content.words_to_read(measured) b cross join unnest(content.find_hashtags(b.body)) h (tag) where b.field = 'caption' and core.fold_text(h.tag) = core.fold_text(r.term))
              -- What is no hashtag or mention, such as #1 or @ home, is asked for as it stands.
              or strpos(lower(measured ->> 'caption'), lower(r.term)) > 0 and content.find_hashtags(r.term) <> array[r.term] and exists (select from core.find_terms(measured ->> 'caption', array[r.term]))
            when '@' then exists (select from content.words_to_read(measured) b cross join unnest(content.find_mentions(b.body)) m (name) where b.field = 'caption' and core.fold_text(m.name) = core.fold_text(r.term))
              or strpos(lower(measured ->> 'caption'), lower(r.term)) > 0 and content.find_mentions(r.term) <> array[r.term] and exists (select from core.find_terms(measured ->> 'caption', array[r.term]))
            -- As in check_prohibited_terms: most words are soon seen not to hold it.
            else exists (select from content.words_to_read(measured) b
              cross join lateral core.find_terms(case when strpos(content.letters_of(b.body), content.letters_of(r.term)) > 0 then b.body end, array[r.term]) h where b.field <> 'alt_text')
          end as is_there
        from jsonb_array_elements_text(context -> 'required_terms') with ordinality r (term, n)
        -- Else each term is looked for anew for each use of is_there.
        offset 0
      ) t
    )
    select
      case when context -> 'required_terms' <> '[]' then j.missing::numeric end,
      case when context -> 'required_terms' <> '[]' then content.words_fault(measured) end,
      coalesce(j.terms, '[]'),
      case
        when context -> 'required_terms' = '[]' then 'The guideline requires no words.'
        when j.missing = 0 then 'All words that the guideline requires are there.'
        else format('Missing: %s. Add %s to the caption%s.', j.names, case j.missing when 1 then 'it' else 'them' end,
          case when jsonb_path_exists(j.terms, '$[*] ? (@.found == false && !(@.term like_regex "^[#@]"))') then ', or to a text on the picture' else '' end)
      end
    from judged j;
  end;
comment on function content.check_required_terms(jsonb, jsonb, jsonb) is
  'How many of the words that the guideline requires (a disclaimer, a #hashtag, a @mention) are neither in the caption nor, hashtags and mentions apart, on the picture.';
grant execute on function content.check_required_terms(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
