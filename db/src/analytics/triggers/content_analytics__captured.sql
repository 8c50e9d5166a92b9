create function analytics.content_analytics__captured() returns trigger
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if exists (select from new_rows) then
    perform core.enqueue(jsonb_build_array(jsonb_build_object(
      'task', 'refresh_views',
      'job_key', 'refresh_views',
      -- Refreshing takes at most a fifth of the time, however often figures come in.
      'run_at', greatest(now(), (
        select r.refreshed_at + 4 * r.duration from analytics.refreshes r where r.view_name = 'content_performance_daily')))));
  end if;
  return null;
end $$;
comment on function analytics.content_analytics__captured() is
  'Trigger: has the views refreshed soon after figures came in; one waiting refresh serves all.';

create trigger content_analytics__captured after insert on analytics.content_analytics
  referencing new table as new_rows for each statement execute function analytics.content_analytics__captured();
