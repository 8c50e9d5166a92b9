create function system.url_encode(value text) returns text
  language sql immutable strict parallel safe
  return (
    select string_agg(case when letter ~ '^[A-Za-z0-9._~-]$' then letter
      else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end, '' order by place)
    from regexp_split_to_table(value, '') with ordinality letters (letter, place)
  );
comment on function system.url_encode(text) is 'Percent-encodes a text as one segment of a URL (RFC 3986).';
grant execute on function system.url_encode(text) to vp_definer;
