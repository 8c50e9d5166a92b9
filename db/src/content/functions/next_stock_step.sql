create function content.next_stock_step(request content.content_requests, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  call integration.provider_calls;
  search jsonb;
  picture jsonb;
begin
  for attempt in 1..2 loop
    search := content.stock_search(request, attempt > 1);
    call := integration.claim_call(request.organization_id, job_id, request.id, format('request:%s:search:%s', request.id, attempt),
      'freepik', 'stock_search', search);
    picture := content.choose_picture(call.response, search ->> 'orientation');
    exit when call.state <> 'succeeded' or picture is not null;
  end loop;
  if picture is not null then
    call := integration.claim_call(request.organization_id, job_id, request.id, format('request:%s:download:%s', request.id, picture ->> 'id'),
      'freepik', 'stock_download', jsonb_build_object('resource_id', picture ->> 'id', 'picture', picture));
  end if;

  case
    when call.state <> 'succeeded' then
      return content.source_call_step(call, job_id);
    when picture is null then
      return content.stop_job(request.organization_id, job_id, 'failed',
        format('No photograph was found for "%s". Make a request with another search_term.', request.search_term));
    else
      perform system.report_progress(request.organization_id, job_id, 70);
      return jsonb_build_object('action', 'fetch', 'call_id', call.id, 'url', call.response ->> 'url');
  end case;
end $$;
comment on function content.next_stock_step(content.content_requests, uuid) is
  'The next step towards a stock picture: search, widened once, then buy, then fetch.';
