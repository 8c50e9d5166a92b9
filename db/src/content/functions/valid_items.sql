-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.valid_items(items jsonb, wanted jsonpath) returns jsonb
  language sql immutable parallel safe
  return case
    when jsonb_typeof(items) <> 'array' then null
    when jsonb_array_length(jsonb_path_query_array(items, wanted, '{}', true)) = jsonb_array_length(items) then items
  end;
comment on function content.valid_items(jsonb, jsonpath) is
  'The list itself if it is one and the path finds each of its items, else null: a check computes with sound values only.';
grant execute on function content.valid_items(jsonb, jsonpath) to vp_definer, vp_dba;
