create function api.layout_schema() returns jsonb
  language sql immutable parallel safe
  return brand.layout_schema();
comment on function api.layout_schema is 'The JSON Schema of a template''s layout
Draft 2020-12; readable without a token. A layout that is inserted is checked against more than that: VP201 names what refers to a variable or layer that is not there.';
grant execute on function api.layout_schema to vp_anon, vp_member;
