create function api.cancel_content_request(id uuid) returns setof api.content_requests
  language sql volatile set search_path = ''
  begin atomic
    select content.cancel_request(cancel_content_request.id);
    select r.* from api.content_requests r
    where r.organization_id = identity.org_id() and r.id = cancel_content_request.id;
  end;
comment on function api.cancel_content_request is 'Stop a content request (editor)
What is not made yet is cancelled; a paid call that is under way is still booked. retry_content_request goes on. Errors: VP103 (403), VP200 (404), VP202 (409: it has ended).';
grant execute on function api.cancel_content_request to vp_member;
