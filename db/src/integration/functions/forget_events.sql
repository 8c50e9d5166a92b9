create function integration.forget_events(most int) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  forgotten int;
begin
  delete from integration.provider_events e
  using (
    select old.id from integration.provider_events old
    where old.received_at < now() - interval '7 days'
    order by old.received_at
    limit forget_events.most
    for update skip locked
  ) old
  where e.id = old.id;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
comment on function integration.forget_events(int) is
  'Deletes webhooks of more than a week ago, at most so many: a repeat of one is refused by its time, or changes nothing. Returns how many.';
grant execute on function integration.forget_events(int) to vp_worker;
