create function api.content_requests__insert() returns trigger
  language plpgsql set search_path = '' as $$
declare
  request content.content_requests;
begin
  request := content.create_request(jsonb_populate_record(null::content.content_requests, to_jsonb(new)));
  new := jsonb_populate_record(new, to_jsonb(request));
  return new;
end $$;
comment on function api.content_requests__insert() is
  'Trigger: inserts the request as the caller, or answers the one that was made under the same idempotency key.';
grant execute on function api.content_requests__insert() to vp_member;

create trigger content_requests__insert instead of insert on api.content_requests
  for each row execute function api.content_requests__insert();
