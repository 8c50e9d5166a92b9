-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function core.is_text_list(value jsonb) returns boolean
  language sql immutable parallel safe
  return value is null or coalesce(jsonb_typeof(value) = 'array' and not jsonb_path_exists(value, 'strict $[*] ? (@.type() != "string")'), false);
comment on function core.is_text_list(jsonb) is 'True for a JSON list of texts, and for none at all.';
grant execute on function core.is_text_list(jsonb) to vp_member, vp_definer, vp_dba;
