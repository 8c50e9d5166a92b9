create function api.retry_content_request(id uuid) returns setof api.content_requests
  language sql volatile set search_path = ''
  begin atomic
    select content.retry_request(retry_content_request.id);
    select r.* from api.content_requests r
    where r.organization_id = identity.org_id() and r.id = retry_content_request.id;
  end;
comment on function api.retry_content_request is 'Go on with a content request (editor)
One that failed, was cancelled, needs attention or lacks some of its variants goes on where it stopped; nothing is paid twice. Errors: VP103 (403), VP200 (404), VP202 (409: nothing to retry, or a paid call waits for resolve_call), VP207 (409: no active guideline).';
grant execute on function api.retry_content_request to vp_member;
