create function system.forget_rates() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  forgotten int;
begin
  delete from system.rate_counters c where c.window_start < now() - interval '1 day';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
comment on function system.forget_rates() is 'Deletes throttling counters of windows long past. Returns how many.';
grant execute on function system.forget_rates() to vp_worker;
