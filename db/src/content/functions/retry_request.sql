create function content.retry_request(content_request_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  request constant content.content_requests := content.lock_request(tenant, content_request_id);
  call_id uuid;
begin
  if request.status = 'ready' and not exists (
    select from content.asset_variants v
    where v.organization_id = tenant and v.content_request_id = request.id and v.is_current and v.status = 'failed')
  then
    perform core.raise('VP202', 'The content request is ready: nothing is to be made again.', 'revise_asset_variant changes a picture.');
  end if;
  if request.status in ('queued', 'sourcing', 'rendering') then
    perform core.raise('VP202', format('The content request is %s: it is on its way.', request.status), 'cancel_content_request stops it.');
  end if;
  select c.id into call_id
  from integration.provider_calls c
  where c.organization_id = tenant and c.subject_id = request.id and c.state = 'needs_attention'
  limit 1;
  if call_id is not null then
    perform core.raise('VP202', 'A paid call of this request waits for a decision.',
      format('An admin calls resolve_call with id %s and the decision retry or write_off.', call_id));
  end if;
  perform content.resume_request(tenant, request.id);
end $$;
comment on function content.retry_request(uuid) is
  'Goes on with a request that failed, was cancelled, needs attention, or lacks some of its variants (editor). Pays nothing twice. Raises VP103, VP200, VP202, VP207.';
grant execute on function content.retry_request(uuid) to vp_member;
