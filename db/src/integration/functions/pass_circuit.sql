create function integration.pass_circuit(provider text, operation text, at timestamptz) returns timestamptz
  language plpgsql volatile security definer set search_path = '' as $$
declare
  circuit integration.circuits;
begin
  if not exists (
    select from integration.circuits c
    where c.provider = pass_circuit.provider and c.operation = pass_circuit.operation and c.state <> 'closed')
  then
    return null;
  end if;
  select c.* into circuit
  from integration.circuits c
  where c.provider = pass_circuit.provider and c.operation = pass_circuit.operation
  for update;
  case
    when circuit.state = 'closed' then
      return null;
    when circuit.state = 'open' and at < circuit.open_until then
      return circuit.open_until;
    -- A probe that nobody hears of any more is taken by the next one.
    when circuit.state = 'half_open' and at < circuit.probe_at + interval '30 seconds' then
      return least(circuit.probe_at + interval '30 seconds', at + interval '5 seconds');
    else
      update integration.circuits c set state = 'half_open', probe_at = at
      where c.provider = pass_circuit.provider and c.operation = pass_circuit.operation;
      return null;
  end case;
end $$;
comment on function integration.pass_circuit(text, text, timestamptz) is
  'Null when an operation works, or when this call is the one that finds out (half-open); else when to try again.';
