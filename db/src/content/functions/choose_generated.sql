create function content.choose_generated(response jsonb) returns jsonb
  language sql immutable parallel safe
  return (
    select made.item
    from jsonb_array_elements(coalesce(response -> 'files', response -> 'generated')) with ordinality made (item, position)
    where (response ? 'files' and jsonb_typeof(made.item) = 'object' or made.item #>> '{}' ~ '^https?://\S+$')
      and response -> 'has_nsfw' -> (made.position - 1)::int is distinct from 'true'
    order by made.position
    limit 1
  );
comment on function content.choose_generated(jsonb) is
  'The first picture of an AI answer, an address or a stored file, that is safe for work; null when there is none.';
grant execute on function content.choose_generated(jsonb) to vp_definer;
