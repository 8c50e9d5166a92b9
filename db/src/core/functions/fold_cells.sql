create function core.fold_cells(body text)
  returns table (n bigint, start_offset integer, length integer, folded text)
  language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return query
  with cell as (
    -- A run of ASCII keeps its length when it is folded; any other character may shrink or grow, and is a cell of its own.
    select
      part.n,
      part.texts[1] as content,
      case
        when part.texts[1] ~ '^[\u0001-\u007f]' then lower(part.texts[1] collate "C")
        else core.fold_text(part.texts[1])
      end as folded
    from regexp_matches(body, '[\u0001-\u007f]+|[^\u0001-\u007f]', 'g') with ordinality as part (texts, n)
  )

  select
    cell.n,
    (sum(length(cell.content)) over (order by cell.n) - length(cell.content))::integer,
    length(cell.content),
    -- What becomes letters but is none (a trade mark sign, a superscript) must not grow onto the word beside it.
    case
      when
        cell.content collate "und-x-icu" !~ '[[:alnum:]]'
        and cell.folded collate "und-x-icu" ~ '[[:alnum:]]'
        then e'\u0001' || cell.folded || e'\u0001'
      else cell.folded
    end
  from cell;
end $$;
comment on function core.fold_cells(text) is
  'The pieces of a text in order, each with its place in the text and folded as core.fold_text does, but with its spaces kept:
what core.find_terms searches. Any piece that changes its length is a single character.';
grant execute on function core.fold_cells(text) to vp_definer, vp_member, vp_worker;
