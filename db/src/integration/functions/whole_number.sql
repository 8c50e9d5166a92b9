create function integration.whole_number(value jsonb) returns bigint
  language sql immutable parallel safe
  return case when jsonb_typeof(value) = 'number' and value #>> '{}' ~ '^[1-9][0-9]{0,8}$' then (value #>> '{}')::bigint end;
comment on function integration.whole_number(jsonb) is 'A whole number above zero, of at most nine digits; null for anything else.';
grant execute on function integration.whole_number(jsonb) to vp_definer;
