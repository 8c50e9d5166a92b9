create function core.raise(
  code text, message text, hint text default null, detail text default null, headers jsonb default '{}'
) returns void
  language plpgsql volatile set search_path = '' as $$
declare
  http_status int;
  -- What a caller sent is quoted, and may be megabytes.
  brief constant text := case when length(message) > 2000 then left(message, 1999) || '…' else message end;
begin
  select e.status into http_status from core.errors() e where e.code = raise.code;
  if http_status is null then
    raise exception 'core.errors() does not list the error code %.', code;
  end if;
  if core.is_request() then
    raise sqlstate 'PGRST' using
      message = json_build_object('code', code, 'message', brief, 'details', detail, 'hint', hint)::text,
      -- A browser shows a page no header that it was not told to; one more such header adds to PostgREST's own list.
      detail = json_build_object('status', http_status, 'headers', headers || case when headers <> '{}' then
        jsonb_build_object('Access-Control-Expose-Headers', (select string_agg(name, ', ' order by name) from jsonb_object_keys(headers) name))
        else '{}' end)::text;
  end if;
  raise exception using errcode = code, message = brief, detail = coalesce(detail, ''), hint = coalesce(hint, '');
end $$;
comment on function core.raise(text, text, text, text, jsonb) is
  'Raises an error of core.errors(): inside a REST request as an answer with its HTTP status, elsewhere with the code as SQLSTATE. Of message the first 2,000 characters are shown.';
grant execute on function core.raise(text, text, text, text, jsonb) to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
