create function content.resume_request(organization_id uuid, content_request_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request constant content.content_requests := content.lock_request(organization_id, content_request_id);
begin
  perform content.transition_variants(organization_id,
    array(select v.id from content.asset_variants v
          where v.organization_id = request.organization_id and v.content_request_id = request.id
            and v.is_current and v.status in ('failed', 'cancelled')),
    'pending');
  if exists (
    select from content.generated_assets a where a.organization_id = request.organization_id and a.content_request_id = request.id
  ) and not exists (select from content.expansion_to_come(request)) then
    perform content.start_rendering(organization_id, request.id);
  else
    perform content.transition_request(organization_id, request.id, 'queued');
    perform system.create_job(organization_id, 'source_assets', request.id, '{}', request.priority, request.due_at);
  end if;
end $$;
comment on function content.resume_request(uuid, uuid) is
  'Goes on where a request stopped: what failed or was cancelled is pending again; a source picture that is there is not bought again.';
