-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.letters_of(body text) returns text
  language sql immutable parallel safe
  return regexp_replace(
    -- Spaces first: they are most of what goes, and a regular expression takes its time for each. ASCII is folded by its case alone.
    replace(case when octet_length(body) = length(body) then lower(body collate "C") else core.fold_text(body) end, ' ', '') collate "und-x-icu",
    '[^[:alnum:]]+', '', 'g');
comment on function content.letters_of(text) is
  'The letters and digits of a text, folded, without what is between them: a term is found only in a text whose letters hold its own.';
grant execute on function content.letters_of(text) to vp_member, vp_definer, vp_dba;
