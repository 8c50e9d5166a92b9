create function content.find_hashtags(body text) returns text[]
  language sql immutable parallel safe
  begin atomic
    -- A number alone is no hashtag; the # of a URL begins none. Marks belong to their letters: vowels of Hindi and Thai, accents.
    select coalesce(array_agg(tag.found[1] order by tag.n), '{}')
    from regexp_matches(case when strpos(body, '://') > 0 then regexp_replace(body, '(?i)https?://\S*', ' ', 'g') else body end collate "und-x-icu",
      '(?<![&/])([#＃](?=[[:digit:]_]*[[:alpha:]])[[:alnum:]_\u200c' || core.combining_marks() || ']+)', 'g') with ordinality as tag (found, n);
  end;
comment on function content.find_hashtags(text) is 'The hashtags of a caption, in order: # and a word with at least one letter.';
grant execute on function content.find_hashtags(text) to vp_member, vp_definer, vp_dba;
