create function identity.forget_acting_transactions() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  forgotten int;
begin
  delete from identity.acting_transactions a
  where a.started_at < now() - interval '1 day' and a.xid <> all (
    select xid from pg_snapshot_xip(pg_current_snapshot()) xid);
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
comment on function identity.forget_acting_transactions() is
  'Deletes what let DBAs act as members in transactions that have ended; the audit log keeps that they did. Returns how many.';
grant execute on function identity.forget_acting_transactions() to vp_worker;
