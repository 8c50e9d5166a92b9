create function integration.monthly_cap(organization_id uuid, currency text) returns numeric
  language sql stable security definer set search_path = ''
  return case
    when monthly_cap.currency = 'EUR' and (not core.claims() ? 'sub' or organization_id = identity.org_id())
    then (nullif(system.setting('spend.monthly_cap', organization_id), 'null'))::numeric
  end;
comment on function integration.monthly_cap(uuid, text) is 'The monthly spend cap of one''s organisation in this currency; null: none. Caps are in EUR.';
grant execute on function integration.monthly_cap(uuid, text) to vp_member;
