-- include: fixtures/two_tenants.sql
-- include: fixtures/findings.sql
begin;
set search_path = extensions, public;
select plan(9);
set local session_replication_role = replica;

select is(pg_temp.found('requests.abandoned'), null, 'requests that are ready need nobody');
update content.content_requests set status = 'sourcing', updated_at = now() - interval '2 hours' where organization_id = pg_temp.id('a', 1);
update content.content_requests set status = 'rendering', updated_at = now() - interval '1 minute' where organization_id = pg_temp.id('b', 1);
select is(pg_temp.found('requests.abandoned'), 'error a ' || pg_temp.id('a', 60) || ' 2 h', 'under way for long without a job');
insert into system.background_jobs (organization_id, id, kind, subject_id, state, wake_at)
values (pg_temp.id('b', 1), pg_temp.id('b', 100), 'source_assets', pg_temp.id('a', 60), 'waiting', now());
select is(pg_temp.found('requests.abandoned'), 'error a ' || pg_temp.id('a', 60) || ' 2 h', 'another organisation''s job is none');
insert into system.background_jobs (organization_id, id, kind, subject_id, state, wake_at)
values (pg_temp.id('a', 1), pg_temp.id('a', 100), 'source_assets', pg_temp.id('a', 60), 'waiting', now());
select is(pg_temp.found('requests.abandoned'), null, 'a job that waits goes on with it');

update content.content_requests set status = 'needs_attention', failure = 'The spend cap is reached.', updated_at = now() - interval '3 hours 12 minutes'
where organization_id = pg_temp.id('b', 1);
select is(pg_temp.found('requests.need_attention'), 'warning b ' || pg_temp.id('b', 60) || ' 3 h 12 min', 'in need of a person');
select ok(pg_temp.told('requests.need_attention') like '1 content request in need of a person. The oldest: The spend cap is reached. | %retry_content_request%',
  'for a reason, with what to do');
update integration.provider_calls set state = 'needs_attention' where organization_id = pg_temp.id('b', 1);
select is(pg_temp.found('requests.need_attention'), null, 'where a call waits for a decision');
select ok(pg_temp.found('calls.unresolved') like 'warning b ' || pg_temp.id('b', 55) || '%', 'that is told instead');
update content.content_requests set status = 'cancelled';
update integration.provider_calls set state = 'written_off';
select is(pg_temp.found('requests.need_attention'), null, 'what is over is over');

select * from finish();
rollback;
