create function integration.search_delay(call integration.provider_calls) returns interval
  language sql stable security definer set search_path = ''
  return (
    select case when left_in_doubt > interval '0' then least(pause, left_in_doubt) else pause end
    from (
      select least(interval '1 day', greatest(integration.poll_delay(call.polls + 1), (now() - call.sent_at) / 3)) as pause,
        case when call.ended_at is null then
          call.sent_at + system.setting('integration.lost_call_doubt_s', call.organization_id)::int * interval '1 second' - now() end as left_in_doubt
    ) d
  );
comment on function integration.search_delay(integration.provider_calls) is
  'How long to wait before the list of tasks is asked for a missing call again: the longer it is missing the longer, a day at most, and not past the end of its reservation.';
grant execute on function integration.search_delay(integration.provider_calls) to vp_definer;
