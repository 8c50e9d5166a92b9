begin;
set search_path = extensions, public;
select plan(3);

insert into system.rollup_cursors (name, next_xid, system_identifier) values ('fixture', '3', 1);
set local role vp_monitor;
select ok((select waiting_transactions > 0 from system.rollup_lags() where name = 'fixture'), 'a cursor that was left behind shows its lag');
select ok((select held_since <= now() from system.rollup_lags() where name = 'fixture'), 'and the open writer that holds it: this transaction');
reset role;
set local role vp_member;
select throws_ok('select * from system.rollup_lags()', '42501', null, 'it is for those who watch the system');

select * from finish();
rollback;
