create function integration.has_newer_attempt(call integration.provider_calls) returns boolean
  language sql stable security definer set search_path = ''
  return exists (
    select from integration.provider_calls newer
    where newer.organization_id = call.organization_id and newer.call_key = call.call_key and newer.attempt > call.attempt
      and newer.state in ('sent', 'accepted', 'lost', 'succeeded', 'needs_attention'));
comment on function integration.has_newer_attempt(integration.provider_calls) is
  'Whether a call has been made again, and that attempt has its result or may still bring it.';
grant execute on function integration.has_newer_attempt(integration.provider_calls) to vp_definer;
