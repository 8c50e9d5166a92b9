create function content.fill_text(pattern text, words jsonb) returns text
  language sql immutable parallel safe
  return (
    select case when bool_and(used.n is null or coalesce(words ->> used.name[1], '') <> '') then core.tidy_text(string_agg(
      literal.part || coalesce(words ->> used.name[1], ''), '' order by literal.n)) end
    from regexp_split_to_table(pattern, '\{\{\s*[A-Za-z0-9_.-]+\s*\}\}') with ordinality literal (part, n)
    left join regexp_matches(pattern, '\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}', 'g') with ordinality used (name, n) on used.n = literal.n
  );
comment on function content.fill_text(text, jsonb) is
  'A text with its {{variables}} filled in, whose own braces mean nothing; null where one of them is missing or blank.';
grant execute on function content.fill_text(text, jsonb) to vp_definer;
