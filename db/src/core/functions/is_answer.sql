create function core.is_answer(answer json, fields json) returns boolean
  language sql immutable parallel safe
  return coalesce(answer ->> 'code' like 'VP%', false) or (
    not exists (select from json_object_keys(answer) key where fields -> key is null)
    and not exists (
      select from json_each_text(fields) field
      where case coalesce(json_typeof(answer -> field.key), 'absent')
        when 'absent' then field.value not like '%?'
        else json_typeof(answer -> field.key) <> rtrim(field.value, '?')
      end));
comment on function core.is_answer(json, json) is
  'True for an object of just these fields ({name: "string", "number", or with a ? where it may be absent}), and for the error of core.answer_error(). For the domains of api, whose fields db/api.types.ts takes from here.';
grant execute on function core.is_answer(json, json) to vp_anon, vp_member;
