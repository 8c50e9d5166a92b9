create function content.cancel_request(content_request_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
begin
  perform content.transition_request(tenant, content_request_id, 'cancelled');
  perform content.transition_variants(tenant,
    array(select v.id from content.asset_variants v
          where v.organization_id = tenant and v.content_request_id = cancel_request.content_request_id
            and v.status in ('pending', 'rendered')),
    'cancelled');
  perform system.cancel_jobs(tenant, content_request_id);
end $$;
comment on function content.cancel_request(uuid) is
  'Stops a request and what it has not made yet (editor). A call that is under way is still paid and its answer kept. Raises VP103, VP200, VP202.';
grant execute on function content.cancel_request(uuid) to vp_member;
