create function content.create_request(request content.content_requests) returns content.content_requests
  language plpgsql volatile set search_path = '' as $$
declare
  made content.content_requests;
begin
  -- Looked up first, so that a repeat is a repeat even when what it names was retired since.
  if request.idempotency_key is not null and request.organization_id = identity.org_id('editor') then
    made := content.find_repeat(request);
    if made.id is not null then
      return made;
    end if;
  end if;
  insert into content.content_requests (organization_id, id, brand_profile_id, content_template_id, title, search_term, prompt, sources,
    copy, layer_overrides, caption, alt_text, placements, priority, due_at, idempotency_key, metadata)
  values (request.organization_id, request.id, request.brand_profile_id, request.content_template_id, request.title,
    request.search_term, request.prompt, request.sources, request.copy, request.layer_overrides, request.caption, request.alt_text, request.placements, request.priority,
    request.due_at, request.idempotency_key, request.metadata)
  on conflict (organization_id, idempotency_key) do nothing
  returning * into made;
  if made.id is null then
    -- The same key was being inserted by somebody else, who has committed now.
    made := content.find_repeat(request);
  end if;
  return made;
end $$;
comment on function content.create_request(content.content_requests) is
  'Inserts a content request as the caller, or returns the one that was made under the same idempotency key. Raises VP203 when that asked for something else.';
grant execute on function content.create_request(content.content_requests) to vp_member;
