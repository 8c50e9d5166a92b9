create function content.fall_back(organization_id uuid, content_request_id uuid, reason text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if content.give_up_expansion(organization_id, content_request_id, reason) then
    return true;
  end if;
  update content.content_requests r set fallback_reason = left(reason, 2000)
  where r.organization_id = fall_back.organization_id and r.id = fall_back.content_request_id
    and r.sources -> 0 ->> 'fallback' = 'stock' and r.fallback_reason is null;
  return found;
end $$;
comment on function content.fall_back(uuid, uuid, text) is
  'What a request does without when it cannot be had, and keeps why: the expansions of a picture that is there; or an AI source, for stock, once, where its source says so. False: there is no fallback, or it is taken already.';
