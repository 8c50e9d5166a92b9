create function content.expected_shape(request content.content_requests) returns float8
  language sql stable
  return case
    when request.sources -> 0 ->> 'type' = 'ai' then (
      select (content.describe_picture(request, o, null) ->> 'ratio')::float8
      from integration.provider_operations o
      where o.provider = 'freepik' and o.operation = request.sources -> 0 ->> 'model')
    else case content.stock_search(request, false) ->> 'orientation'
      when 'landscape' then 1.5 when 'portrait' then 2.0 / 3 when 'panoramic' then 2 else 1 end
  end;
comment on function content.expected_shape(content.content_requests) is
  'Width to height that the source picture of a request will have, more or less: what its model is asked for, or what is usual of photographs in the orientation that is searched for.';
grant execute on function content.expected_shape(content.content_requests) to vp_definer;
