create function content.next_stock_step(request content.content_requests, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  source constant jsonb := request.sources -> 0;
  call integration.provider_calls;
  search jsonb;
  picture jsonb;
begin
  if source ? 'resource_id' then
    call := integration.claim_call(request.organization_id, job_id, request.id, format('request:%s:details', request.id),
      'freepik', 'stock_details', jsonb_build_object('resource_id', source -> 'resource_id'));
    if call.state = 'succeeded' and call.response ->> 'content_type' is distinct from 'photo' then
      return content.stop_job(request.organization_id, job_id, 'failed', format('Resource %s is no photograph but a %s. Make a request with another resource_id.',
        source ->> 'resource_id', coalesce(call.response ->> 'content_type', 'file of an unknown kind')));
    end if;
    picture := call.response;
  else
    for attempt in 1..2 loop
      exit when search = content.stock_search(request, attempt > 1);
      search := content.stock_search(request, attempt > 1);
      call := integration.claim_call(request.organization_id, job_id, request.id, format('request:%s:search:%s', request.id, attempt),
        'freepik', 'stock_search', search);
      picture := content.choose_picture(call.response, search ->> 'orientation');
      exit when call.state <> 'succeeded' or picture is not null;
    end loop;
  end if;
  if picture is not null then
    call := integration.claim_call(request.organization_id, job_id, request.id, format('request:%s:download:%s', request.id, picture ->> 'id'),
      'freepik', 'stock_download', jsonb_build_object('resource_id', picture ->> 'id', 'picture', picture));
  end if;

  case
    when call.state <> 'succeeded' then
      return content.source_call_step(call, job_id);
    when picture is null then
      return content.stop_job(request.organization_id, job_id, 'failed',
        format('No photograph was found for "%s"%s. Make a request with another search_term%s.', request.search_term,
          case when source ->> 'type' = 'stock' and source - '{type,expand}'::text[] <> '{}' then ' with the filters ' || (source - '{type,expand}'::text[])::text end,
          case when source ->> 'type' = 'stock' and source - '{type,expand}'::text[] <> '{}' then ' or fewer filters' end));
    else
      perform system.report_progress(request.organization_id, job_id, 70);
      return jsonb_build_object('action', 'fetch', 'call_id', call.id, 'url', call.response ->> 'url');
  end case;
end $$;
comment on function content.next_stock_step(content.content_requests, uuid) is
  'The next step towards a stock picture: search, widened once, or look at the one that is named; then buy, then fetch.';
