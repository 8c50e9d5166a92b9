create function content.describe_call(call integration.provider_calls) returns text
  language sql stable
  return format('A paid call needs a decision: %s An admin calls resolve_call with id %s and retry or write_off.',
    coalesce(call.error, 'its answer was lost.'), call.id);
comment on function content.describe_call(integration.provider_calls) is 'What a person is told about a call that only they can decide.';
grant execute on function content.describe_call(integration.provider_calls) to vp_definer;
