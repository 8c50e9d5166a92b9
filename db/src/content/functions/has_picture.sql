create function content.has_picture(request content.content_requests) returns boolean
  language sql stable security definer set search_path = ''
  return exists (
    select from content.generated_assets a
    where a.organization_id = request.organization_id and a.content_request_id = request.id and a.expanded_from is null);
comment on function content.has_picture(content.content_requests) is 'Whether the source picture of a request is there.';
