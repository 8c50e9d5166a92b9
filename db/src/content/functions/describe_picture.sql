create function content.describe_picture(request content.content_requests, model integration.provider_operations, prompt text) returns jsonb
  language sql stable
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'prompt', prompt,
      -- The mean of the logarithms: the shape that loses least when it is cropped to all of them.
      'ratio', round(exp(avg(ln(p.width::numeric / p.height))), 3),
      'resolution', coalesce(request.sources -> 0 -> 'resolution', model.parameters -> 'resolution' -> 0),
      -- Without a seed of its own the request's id gives it: the same request is the same call.
      'seed', case when model.parameters ? 'seed' then
        coalesce((request.sources -> 0 ->> 'seed')::numeric::bigint, ('x' || left(md5(request.id::text), 8))::bit(32)::bigint % 1000000 + 1) end))
    from content.platform_placements p
    where p.platform || '/' || p.placement = any(request.placements)
  );
comment on function content.describe_picture(content.content_requests, integration.provider_operations, text) is
  'What to ask a model for: the prompt, the shape that suits the placements best, and what the source says or the model''s default.';
grant execute on function content.describe_picture(content.content_requests, integration.provider_operations, text) to vp_definer;
