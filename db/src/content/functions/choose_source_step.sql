create function content.choose_source_step(request content.content_requests, job_id uuid) returns jsonb
  language sql volatile security definer set search_path = '' as $$
  select case
    when (request.sources -> 0 ->> 'expand')::boolean and content.has_picture(request) then content.next_expand_step(request, job_id)
    when request.sources -> 0 ->> 'type' = 'ai' and request.fallback_reason is null then content.next_ai_step(request, job_id)
    else content.next_stock_step(request, job_id)
  end;
$$;
comment on function content.choose_source_step(content.content_requests, uuid) is
  'The next step of a source_assets job by what its request has already: from its AI source, from stock, or towards the expansions of its picture.';
