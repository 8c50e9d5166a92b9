-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(11);

delete from integration.api_usage;
delete from integration.daily_usage_summaries;
delete from system.rollup_cursors;

-- A booked call of tenant a, as a transaction of this number wrote it.
create function pg_temp.fact(xid xid8, outcome text, cost numeric, at timestamptz default now(), currency text default 'EUR', tenant text default 'a')
returns void language sql as $$
  insert into integration.api_usage (organization_id, occurred_at, provider_call_id, provider, operation, outcome, price_id, cost, currency, xid)
  values (pg_temp.id(tenant, 1), at, pg_temp.id(tenant, 55), 'fixture', 'download', outcome, pg_temp.id('f', 1), cost, currency, xid)
$$;
create function pg_temp.summary() returns setof text language sql as $$
  select concat_ws(' ', left(s.organization_id::text, 1), s.day, s.currency, s.calls, s.failed_calls, s.cost)
  from integration.daily_usage_summaries s order by s.organization_id, s.day, s.currency
$$;
create function pg_temp.advance() returns int language plpgsql as $$
declare
  facts int;
begin
  set local role vp_worker;
  facts := integration.advance_usage();
  reset role;
  return facts;
end $$;
-- Midnight in UTC, whatever the session's zone is.
set local time zone 'Pacific/Auckland';
create temporary view midnight as select date_trunc('day', now() at time zone 'utc') at time zone 'utc' as at;

do $$ begin
  perform pg_temp.fact('10', 'succeeded', 0.1, at), pg_temp.fact('11', 'succeeded', 0.2, at), pg_temp.fact('11', 'failed', 0, at),
    pg_temp.fact('12', 'unknown', 0.000001, at - interval '1 microsecond'), pg_temp.fact('12', 'succeeded', 75, at, 'CREDITS'),
    pg_temp.fact('12', 'succeeded', 1, at, tenant => 'b') from midnight;
end $$;
do $$ begin perform pg_temp.fact(pg_current_xact_id(), 'succeeded', 5, at) from midnight; end $$;

select is(pg_temp.advance(), 6, 'every fact of an ended transaction is taken');
create temporary table expected as
select unnest(array[
  format('a %s EUR 1 0 0.000001', (at at time zone 'utc')::date - 1),
  format('a %s CREDITS 1 0 75.000000', (at at time zone 'utc')::date),
  format('a %s EUR 3 1 0.300000', (at at time zone 'utc')::date),
  format('b %s EUR 1 0 1.000000', (at at time zone 'utc')::date)]) as line
from midnight;
select results_eq('select pg_temp.summary()', 'select line from expected', 'by tenant, UTC day and currency, to the sixth place; an open transaction waits');
create temporary table oldest as select pg_snapshot_xmin(pg_current_snapshot()) as xid;
select is(pg_temp.advance(), 0, 'another run finds nothing new');
select results_eq('select pg_temp.summary()', 'select line from expected', 'and counts nothing twice');
-- Transactions of other databases may end meanwhile.
select ok((select next_xid between oldest.xid and pg_snapshot_xmin(pg_current_snapshot())
           from system.rollup_cursors, oldest where name = 'daily_usage_summaries'),
  'the cursor stands at the oldest open transaction');

update system.rollup_cursors set next_xid = '20' where name = 'daily_usage_summaries';
do $$ begin perform pg_temp.fact('21', 'succeeded', 0.7, at) from midnight; end $$;
select is(pg_temp.advance(), 1, 'the next run takes what came since');
select is((select calls || ' ' || cost from integration.daily_usage_summaries s, midnight
  where organization_id = pg_temp.id('a', 1) and currency = 'EUR' and s.day = (at at time zone 'utc')::date), '4 1.000000', 'and adds it');

-- Restored on another server: all is counted again, the rows of its own transactions too.
update system.rollup_cursors set system_identifier = 1, next_xid = '900000000000' where name = 'daily_usage_summaries';
insert into integration.daily_usage_summaries (organization_id, day, provider, operation, currency, calls, cost)
values (pg_temp.id('a', 1), '2020-01-01', 'fixture', 'download', 'EUR', 9, 9);
update integration.daily_usage_summaries set calls = 1000, cost = 1000 where day > '2020-01-01';
select is(pg_temp.advance(), 8, 'after a restore every fact is taken');
select is((select calls || ' ' || cost from integration.daily_usage_summaries s, midnight
  where organization_id = pg_temp.id('a', 1) and currency = 'EUR' and s.day = (at at time zone 'utc')::date), '5 6.000000', 'and counted once');
select is((select cost from integration.daily_usage_summaries where day = '2020-01-01'), 9.0, 'days whose facts are archived keep their sums');
select is(pg_temp.advance(), 0, 'then it goes on as before');

select * from finish();
rollback;
