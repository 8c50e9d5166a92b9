create function content.find_repeat(request content.content_requests) returns content.content_requests
  language plpgsql volatile set search_path = '' as $$
declare
  made content.content_requests;
begin
  select r.* into made
  from content.content_requests r
  where r.organization_id = request.organization_id and r.idempotency_key = request.idempotency_key;
  if made.request_hash <> content.hash_request(request) then
    perform core.raise('VP203', format('The idempotency key was used for another request: %s.', made.id),
      'Send a new key for a new request; repeat a request with the same body.');
  end if;
  return made;
end $$;
comment on function content.find_repeat(content.content_requests) is
  'The request made under the same idempotency key, if any. Raises VP203 when it asked for something else.';
grant execute on function content.find_repeat(content.content_requests) to vp_member;
