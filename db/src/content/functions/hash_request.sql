create function content.hash_request(request content.content_requests) returns text
  language sql stable parallel safe
  return encode(sha256(convert_to(jsonb_build_array(
    request.brand_profile_id, request.content_template_id, request.title, request.search_term, request.prompt, request.sources, request.copy,
    request.layer_overrides, request.caption, request.alt_text, request.placements, request.priority, extract(epoch from request.due_at), request.metadata
  )::text, 'UTF8')), 'hex');
comment on function content.hash_request(content.content_requests) is
  'Of what was asked for, to tell a repeated request from another one under the same idempotency key.';
grant execute on function content.hash_request(content.content_requests) to vp_member, vp_definer;
