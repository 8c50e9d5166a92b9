create function system.throttle(key text, calls int, per interval) returns void
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  -- now() is the transaction's start, so a window is the same for all statements of a request.
  opened constant timestamptz := date_bin(per, now(), timestamptz '2000-01-01 00:00:00+00');
  counted int;
begin
  insert into system.rate_counters as c (key, window_start, calls)
  values (throttle.key, opened, 1)
  on conflict (key, window_start) do update set calls = c.calls + 1
  returning c.calls into counted;
  if counted > throttle.calls then
    perform core.raise('VP110', format('More than %s calls in %s.', throttle.calls, per), 'Wait until the window has passed.', null,
      jsonb_build_object('Retry-After', ceil(extract(epoch from opened + per - now()))::int::text));
  end if;
end $$;
comment on function system.throttle(text, int, interval) is
  'Counts a call under the key and raises VP110 (429, with Retry-After) beyond so many a window. A call that fails is not counted: its transaction takes the count back.';
grant execute on function system.throttle(text, int, interval) to vp_anon, vp_definer;
