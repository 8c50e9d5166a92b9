create function integration.note_answer(provider text, operation text, key_id text, works boolean, at timestamptz default clock_timestamp()) returns void
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
begin
  if works then
    update integration.circuits c set state = 'closed', failures = 0, openings = 0, open_until = null, probe_at = null
    where c.provider = note_answer.provider and c.operation = note_answer.operation and (c.state <> 'closed' or c.failures > 0);
    update integration.throttles t set refusals = 0
    where t.provider = note_answer.provider and t.operation = note_answer.operation and t.key_id = note_answer.key_id and t.refusals > 0;
    return;
  end if;
  insert into integration.circuits as c (provider, operation, failures, failed_at)
  values (note_answer.provider, note_answer.operation, 1, at)
  on conflict (provider, operation) do update
  -- Failures long apart are no outage.
  set failures = case when c.failed_at > at - interval '5 minutes' or c.state <> 'closed' then c.failures + 1 else 1 end, failed_at = at;
  update integration.circuits c
  set state = 'open', probe_at = null, openings = c.openings + 1,
      open_until = at + least(interval '10 minutes', interval '15 seconds' * 2 ^ least(c.openings, 10))
  where c.provider = note_answer.provider and c.operation = note_answer.operation
    and (c.state = 'half_open' or c.state = 'closed' and c.failures >= system.setting('integration.circuit_failures', null)::int);
end $$;
comment on function integration.note_answer(text, text, text, boolean, timestamptz) is
  'Whether an operation works: integration.circuit_failures in a row open its circuit, for a time that doubles while probes fail too; an answer closes it.';
