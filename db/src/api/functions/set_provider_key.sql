create function api.set_provider_key(provider text, api_key text) returns json
  language sql volatile set search_path = ''
  return integration.set_provider_key(provider, api_key);
comment on function api.set_provider_key is 'Use your own API key of a provider (admin)
From now on the organisation''s calls go out under it, with its limits, and the provider bills you; api_key null: under the platform''s again. Answers {provider, key_id}; the key itself is never shown. Errors: VP103 (403), VP201 (422).';
grant execute on function api.set_provider_key to vp_member;
