create function identity.forget_sessions(most int) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  forgotten int;
begin
  delete from identity.sessions s
  using (
    select old.id from identity.sessions old
    where old.expires_at < now() - interval '1 day'
      -- The latest says which organisation the next sign-in is for.
      and exists (select from identity.sessions newer where newer.user_id = old.user_id and newer.refreshed_at > old.refreshed_at)
    order by old.expires_at
    limit forget_sessions.most
    for update skip locked
  ) old
  where s.id = old.id;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
comment on function identity.forget_sessions(int) is
  'Deletes sessions that expired, at most so many, but each person''s latest. Returns how many.';
grant execute on function identity.forget_sessions(int) to vp_worker;
