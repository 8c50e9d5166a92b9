create function content.stop_request(organization_id uuid, content_request_id uuid, status text, reason text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  current text;
begin
  select r.status into current
  from content.content_requests r
  where r.organization_id = stop_request.organization_id and r.id = stop_request.content_request_id
  for no key update;
  if current is null or current not in ('queued', 'sourcing', 'rendering', 'needs_attention') then
    return;
  end if;
  -- A picture that could not be expanded is a picture.
  if status = 'failed' and current in ('sourcing', 'needs_attention') and content.give_up_expansion(organization_id, content_request_id, reason) then
    perform content.start_rendering(organization_id, content_request_id);
    return;
  end if;
  if status = 'needs_attention' then
    if current <> 'needs_attention' then
      perform content.transition_request(organization_id, content_request_id, 'needs_attention', reason);
    end if;
    return;
  end if;
  perform content.transition_variants(organization_id,
    array(select v.id from content.asset_variants v
          where v.organization_id = stop_request.organization_id and v.content_request_id = stop_request.content_request_id
            and v.status = 'pending'),
    'failed', reason);
  perform content.finish_request(organization_id, content_request_id, reason);
end $$;
comment on function content.stop_request(uuid, uuid, text, text) is
  'What becomes of a request whose job failed, or whose call was written off: failed together with what was still to be made; or needs_attention. One that only lacks expansions of its picture is rendered without.';
