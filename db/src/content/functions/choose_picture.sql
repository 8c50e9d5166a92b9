create function content.choose_picture(response jsonb, orientation text) returns jsonb
  language sql immutable parallel safe
  return (
    select item
    from jsonb_array_elements(response -> 'items') with ordinality found (item, position)
    where item ->> 'content_type' = 'photo'
    order by (item ->> 'orientation' is not distinct from choose_picture.orientation) desc, position
    limit 1
  );
comment on function content.choose_picture(jsonb, text) is
  'The picture to buy of those that a search found: the first photograph of the wanted orientation, else the first; null when there is none.';
grant execute on function content.choose_picture(jsonb, text) to vp_definer;
