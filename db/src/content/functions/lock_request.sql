create function content.lock_request(organization_id uuid, content_request_id uuid) returns content.content_requests
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request content.content_requests;
begin
  select r.* into request
  from content.content_requests r
  where r.organization_id = lock_request.organization_id and r.id = lock_request.content_request_id
  for no key update;
  if request.id is null then
    perform core.raise('VP200', 'There is no such content request.', 'GET /content_requests lists those there are.');
  end if;
  return request;
end $$;
comment on function content.lock_request(uuid, uuid) is 'A content request, locked until the transaction ends. Raises VP200.';
