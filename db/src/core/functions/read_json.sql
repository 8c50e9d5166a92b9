create function core.read_json(argument text, value jsonb) returns jsonb
  language plpgsql immutable parallel safe set search_path = '' as $$
begin
  -- The query string of a GET gives a function its JSON as text.
  return case jsonb_typeof(value) when 'string' then (value #>> '{}')::jsonb else value end;
exception when invalid_text_representation then
  perform core.raise('VP201', format('%s is not JSON.', argument), 'Send JSON, percent-encoded in a URL.');
end $$;
comment on function core.read_json(text, jsonb) is 'The JSON argument of a function of the API, whether it came in a body or in a query string. Raises VP201.';
grant execute on function core.read_json(text, jsonb) to vp_member, vp_definer;
