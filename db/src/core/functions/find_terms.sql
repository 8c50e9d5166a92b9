-- To plan its queries anew for the terms of each call takes longer than to run them.
create function core.find_terms(body text, terms text[])
  returns table (term text, start_offset integer, matched text)
  language plpgsql immutable strict parallel safe set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  haystack text;
  origin integer[];  -- origin[p]: the place in the body of the p-th character of the haystack
  mark constant text := '[' || core.combining_marks() || ']';
  -- Thai to Tibetan, Burmese, Khmer, Hiragana, Han: nothing stands between their words, so that a word may begin and end anywhere.
  unspaced constant text := '[\u0e01-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]';
  -- Folded, a voiced sign is a mark of its own. Words in Katakana stand out from the Hiragana and Han around them.
  katakana constant text := '[\u30a1-\u30fa\u30fc-\u30ff][\u3099\u309a]?';
  has_scripts boolean;  -- any of these, or a mark: what is asked for their sake makes the search take twice as long
begin
  if exists (
    select
    from unnest(terms) as item (term)
    where item.term is null or core.fold_text(item.term) !~ '\S'
  ) then
    raise exception using
      errcode = '22023',
      message = 'a search term is blank',
      hint = 'Leave out terms that are null, empty or only spaces.';
  end if;

  select coalesce(string_agg(cell.folded, '' order by cell.n), '')
  into haystack
  from core.fold_cells(body) as cell;

  has_scripts := haystack ~ '[\u0483-\u1fff\u2cef-\u2dff\u3005-\ufaff\U00020000-\U0003ffff]';

  select array_agg(cell.start_offset + least(k.k, cell.length - 1) order by cell.n, k.k) || length(body)
  into origin
  from core.fold_cells(body) as cell
  cross join lateral generate_series(0, length(cell.folded) - 1) as k (k);

  return query
  with needle as (
    select
      min(item.n) as n,
      item.term,
      regexp_replace(folded.term collate "und-x-icu", '^\s+|\s+$', '', 'g') as folded
    from unnest(terms) with ordinality as item (term, n)
    cross join lateral (
      select string_agg(cell.folded, '' order by cell.n) as term
      from core.fold_cells(item.term) as cell
    ) as folded
    group by item.term, folded.term
  ),

  pattern as (
    select
      needle.n,
      needle.term,
      case
        when needle.folded !~ '^[[:alnum:]]' then ''
        when not has_scripts then '(?<![[:alnum:]])'
        when needle.folded ~ ('^' || unspaced) then ''
        when needle.folded ~ ('^' || katakana) then format('(?<!%s)', katakana)
        else format('(?:(?<![[:alnum:]]|%s)|(?<=%s|%s))', mark, unspaced, katakana)
      end
      || regexp_replace(regexp_replace(needle.folded, '[][\\.^$*+?(){}|]', '\\\&', 'g'), '\s+', '\\s+', 'g')
      || case
        when not has_scripts then case when needle.folded ~ '[[:alnum:]]$' then '(?![[:alnum:]])' else '' end
        when needle.folded !~ format('(?:[[:alnum:]]|%s)$', mark) then ''
        -- A Korean word carries its particles behind it. One syllable alone begins too many words.
        when needle.folded ~ '[\u1100-\u11ff]$' and length(needle.term) > 1 then '(?![\u1160-\u11ff])'
        when needle.folded ~ (katakana || '$') then format('(?!%s|%s)', mark, katakana)
        when needle.folded ~ (unspaced || '$') then format('(?!%s)', mark)
        else format('(?:(?![[:alnum:]]|%s)|(?=%s|%s))', mark, unspaced, katakana)
      end as expression
    from needle
  ),

  hit as (
    -- The gaps and the hits before it add up to where each hit begins and ends in the haystack.
    select
      pattern.n,
      pattern.term,
      sum(length(piece.gap) + length(piece.texts[1])) over (partition by pattern.n order by piece.i) as last,
      length(piece.texts[1]) as length
    from pattern
    cross join lateral rows from (
      regexp_split_to_table(haystack collate "und-x-icu", pattern.expression),
      regexp_matches(haystack collate "und-x-icu", pattern.expression, 'g')
    ) with ordinality as piece (gap, texts, i)
    -- The gap after the last hit has none of its own.
    where piece.texts is not null
  ),

  span as (
    select
      hit.n,
      hit.term,
      origin[hit.last - hit.length + 1] as start_offset,
      greatest(origin[hit.last + 1], origin[hit.last] + 1) as end_offset
    from hit
  )

  -- Distinct, because one character of the body (an ellipsis) may be several hits (a full stop).
  select distinct on (span.start_offset, span.n)
    span.term,
    span.start_offset,
    substr(body, span.start_offset + 1, span.end_offset - span.start_offset)
  from span
  order by span.start_offset, span.n;
end $$;
comment on function core.find_terms(text, text[]) is
  'Each occurrence of each term in the body as a whole word, whatever its case, accents and spacing; start_offset counts the
characters of the body before it. A word ends where no letter or digit follows, or one of a script that has no spaces between
words (Thai, Han, Kana, …); a word of such a script is found wherever it stands, in Katakana only where no other Katakana is beside it, and a Korean word with its particles. A blank term raises 22023.';
grant execute on function core.find_terms(text, text[]) to vp_definer, vp_member, vp_worker;
