create function integration.poll_delay(polls int) returns interval
  language sql immutable parallel safe
  return least(30, 2 * 1.5 ^ least(polls, 10)) * interval '1 second';
comment on function integration.poll_delay(int) is 'How long to wait before a task is asked for again: 2 seconds at first, 30 at most.';
grant execute on function integration.poll_delay(int) to vp_definer;
