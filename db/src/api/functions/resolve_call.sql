create function api.resolve_call(id uuid, decision text) returns setof api.provider_calls
  language sql volatile set search_path = ''
  begin atomic
    select integration.resolve_call(resolve_call.id, decision);
    select c.* from api.provider_calls c where c.organization_id = identity.org_id() and c.id = resolve_call.id;
  end;
comment on function api.resolve_call is 'Decide on a paid call whose answer was lost, or on its price (admin)
decision retry makes the call again, which costs again, and goes on with the request; write_off gives it up and fails the request. What was booked stays booked, until the provider''s invoice tells: not_charged takes the price of a call that is booked as unknown off again, charged keeps it for good. Errors: VP103 (403), VP200 (404), VP201 (422), VP202 (409: nothing to decide).';
grant execute on function api.resolve_call to vp_member;
