create function integration.note_throttled(
  provider text, operation text, key_id text, retry_after interval default null, at timestamptz default clock_timestamp()
) returns timestamptz
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  until timestamptz;
  -- At least a moment, though it said none.
  asked constant interval := case when retry_after is not null then greatest(retry_after, interval '1 second') end;
begin
  insert into integration.throttles as t (provider, operation, key_id, blocked_until)
  values (note_throttled.provider, note_throttled.operation, note_throttled.key_id, at + least(interval '1 day', coalesce(asked, interval '5 seconds')))
  on conflict (provider, operation, key_id) do update
  set refusals = t.refusals + 1,
      blocked_until = greatest(t.blocked_until, at + least(interval '1 day', coalesce(asked,
        least(interval '10 minutes', interval '5 seconds' * 2 ^ least(t.refusals, 10)))))
  returning t.blocked_until into until;
  return until;
end $$;
comment on function integration.note_throttled(text, text, text, interval, timestamptz) is
  'The provider refused with 429: the key leaves the operation alone as long as Retry-After said, else for a pause that doubles with each refusal in a row. Returns until when.';
grant execute on function integration.note_throttled(text, text, text, interval, timestamptz) to vp_worker;
