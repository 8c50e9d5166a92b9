create function integration.find_search(organization_id uuid, provider text, request jsonb) returns integration.provider_calls
  language plpgsql volatile security definer set search_path = '' as $$
declare
  lifetime constant interval := system.setting('integration.search_lifetime_s', organization_id)::int * interval '1 second';
  earlier integration.provider_calls;
begin
  if lifetime = interval '0' then
    return null;
  end if;
  -- One at a time: the next one sees this one's call.
  perform pg_advisory_xact_lock(hashtextextended('integration.find_search', 0)
    # hashtextextended(concat_ws(':', organization_id, provider, request), 0));
  select c.* into earlier
  from integration.provider_calls c
  where c.organization_id = find_search.organization_id and c.operation = 'stock_search' and c.provider = find_search.provider
    and md5(c.request::text) = md5(find_search.request::text) and c.request = find_search.request
    and c.state in ('sent', 'succeeded') and c.cached_call_id is null
    and c.sent_at > now() - case c.state when 'sent' then interval '30 seconds' else lifetime end
  order by c.sent_at desc
  limit 1;
  if earlier.state = 'sent' then
    perform core.raise('VP111', 'The same search is under way.', 'Its answer is taken.', (now() + interval '1 second')::text);
  end if;
  return earlier;
end $$;
comment on function integration.find_search(uuid, text, jsonb) is
  'The same stock search of the organisation, asked less than integration.search_lifetime_s ago; null: ask. Raises VP111 (detail: when to try again) while another one waits for the answer.';
