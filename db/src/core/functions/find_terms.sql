create or replace function core.find_terms(body text, terms text[])
returns table (term text, start_offset integer, matched text)
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
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

  return query
  with source as (
    -- Body and terms are folded in the same way, cell by cell.
    select 0::bigint as n, null::text as term, body as content
    union all
    select min(item.n), item.term, item.term
    from unnest(terms) with ordinality as item (term, n)
    group by item.term
  ),

  cell as (
    -- A run of ASCII keeps its length when it is folded; any other character may shrink or grow, and is a cell of its own.
    select
      source.n,
      part.i,
      length(part.texts[1]) as length,
      sum(length(part.texts[1])) over (partition by source.n order by part.i) - length(part.texts[1]) as start_offset,
      case
        when part.texts[1] ~ '^[\u0001-\u007f]' then lower(part.texts[1])
        -- What becomes letters but is none (a trade mark sign, a superscript) must not grow onto the word beside it.
        when part.texts[1] collate "und-x-icu" !~ '[[:alnum:]]' and core.fold_text(part.texts[1]) ~ '[[:alnum:]]'
          then e'\u0001' || core.fold_text(part.texts[1]) || e'\u0001'
        else core.fold_text(part.texts[1])
      end as folded
    from source
    cross join lateral
      regexp_matches(source.content, '[\u0001-\u007f]+|[^\u0001-\u007f]', 'g') with ordinality as part (texts, i)
  ),

  haystack as materialized (
    -- origin[p]: where in the body the p-th character of the folded text comes from.
    select
      (select string_agg(cell.folded, '' order by cell.i) from cell where cell.n = 0) collate "und-x-icu" as folded,
      array(
        select (cell.start_offset + least(k.k, cell.length - 1))::integer
        from cell
        cross join lateral generate_series(0, length(cell.folded) - 1) as k (k)
        where cell.n = 0
        order by cell.i, k.k
      ) || length(body) as origin
  ),

  needle as (
    select
      cell.n,
      regexp_replace(string_agg(cell.folded, '' order by cell.i), '^\s+|\s+$', '', 'g') collate "und-x-icu" as folded
    from cell
    where cell.n > 0
    group by cell.n
  ),

  pattern as (
    select
      needle.n,
      case when needle.folded ~ '^[[:alnum:]]' then '(?<![[:alnum:]])' else '' end
      || regexp_replace(regexp_replace(needle.folded, '[][\\.^$*+?(){}|]', '\\\&', 'g'), '\s+', '\\s+', 'g')
      || case when needle.folded ~ '[[:alnum:]]$' then '(?![[:alnum:]])' else '' end as expression
    from needle
  ),

  hit as (
    -- The gaps before and the lengths of the hits so far add up to where each one stands in the folded text.
    select
      pattern.n,
      1 + sum(length(piece.gap)) over preceding
      + coalesce(sum(length(piece.texts[1])) over (preceding rows between unbounded preceding and 1 preceding), 0) as first,
      length(piece.texts[1]) as length
    from haystack
    cross join pattern
    cross join lateral rows from (
      regexp_split_to_table(haystack.folded, pattern.expression),
      regexp_matches(haystack.folded, pattern.expression, 'g')
    ) with ordinality as piece (gap, texts, i)
    window preceding as (partition by pattern.n order by piece.i)
  ),

  span as (
    select
      hit.n,
      haystack.origin[hit.first] as start_offset,
      greatest(haystack.origin[hit.first + hit.length], haystack.origin[hit.first + hit.length - 1] + 1) as end_offset
    from haystack
    cross join hit
    where hit.length is not null
  )

  -- Distinct, because one character of the body (an ellipsis) may be several hits (a full stop).
  select distinct on (span.start_offset, span.n)
    source.term,
    span.start_offset,
    substr(body, span.start_offset + 1, span.end_offset - span.start_offset)
  from span
  inner join source on source.n = span.n
  order by span.start_offset, span.n;
end
$$;

comment on function core.find_terms(text, text[]) is
'Each occurrence of each term in the body as a whole word, whatever its case, accents and spacing; offsets count the characters
of the body before it. Words end where no letter or digit follows. A blank term raises 22023.';

grant execute on function core.find_terms(text, text[]) to vp_definer, vp_member, vp_worker;
