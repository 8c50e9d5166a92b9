create function integration.has_other_attempt(call integration.provider_calls) returns boolean
  language sql stable security definer set search_path = ''
  return exists (
    select from integration.provider_calls other
    where other.organization_id = call.organization_id and other.call_key = call.call_key and other.attempt <> call.attempt
      and other.state in ('sent', 'accepted', 'lost', 'succeeded', 'needs_attention'));
comment on function integration.has_other_attempt(integration.provider_calls) is
  'Whether another attempt at the same thing has its result or may still bring it.';
grant execute on function integration.has_other_attempt(integration.provider_calls) to vp_definer;
