create function core.answer_error(code text, message text, hint text default null) returns json
  language plpgsql volatile set search_path = '' as $$
begin
  if not core.is_request() then
    perform core.raise(code, message, hint);
  end if;
  perform set_config('response.status', (select e.status::text from core.errors() e where e.code = answer_error.code), true);
  return json_build_object('code', code, 'message', message, 'details', null, 'hint', hint);
end $$;
comment on function core.answer_error(text, text, text) is
  'The same answer as core.raise() gives a REST request, but returned, so that the transaction commits what it did. Outside a request it raises.';
grant execute on function core.answer_error(text, text, text) to vp_definer;
