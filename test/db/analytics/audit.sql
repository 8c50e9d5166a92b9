-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select no_plan();

-- Every table is either audited or on this list, with a reason. A new table belongs in one of the two.
create temporary table exempt (name text primary key);
insert into exempt values
  -- the deploy's own ledgers
  ('core.deployed'), ('core.data_migrations'), ('core.schema_migrations'),
  -- secrets; signing in is logged by itself
  ('integration.webhook_secrets'), ('identity.credentials'), ('identity.signing_keys'), ('identity.sessions'),
  -- logged as act_as
  ('identity.acting_transactions'),
  -- ledgers: what happened is their content
  ('integration.provider_calls'), ('integration.api_usage'), ('integration.provider_events'), ('integration.foreign_tasks'),
  ('content.compliance_results'), ('content.compliance_checks'), ('content.measurements'), ('content.variant_assets'), ('content.generated_assets'),
  ('system.files'), ('analytics.content_analytics'), ('analytics.review_decisions'), ('analytics.user_activity_logs'),
  -- counters, roll-ups and progress
  ('integration.spend_months'), ('integration.subject_spends'), ('integration.rate_buckets'), ('integration.throttles'), ('integration.circuits'),
  ('integration.daily_usage_summaries'), ('analytics.brand_compliance_analytics'), ('analytics.check_outcomes_daily'), ('analytics.check_decisions'), ('analytics.compliance_times'), ('analytics.compliance_times_monthly'), ('analytics.refreshes'),
  ('system.background_jobs'), ('content.rerendered_requests'), ('system.workers'), ('system.rate_counters'), ('system.rollup_cursors');
create temporary view audited as
select t.tgrelid, format('%s.%s', n.nspname, c.relname) as name, array_agg(t.tgname::text order by t.tgname) as triggers
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where t.tgfoid = 'analytics.audit'::regproc
group by t.tgrelid, n.nspname, c.relname;
select is_empty($$
  select format('%s.%s', n.nspname, c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics')
    and c.relkind in ('r', 'p') and not c.relispartition
  except (select name from audited union select name from exempt)
$$, 'every table is audited or on the list of exceptions');
select is_empty($$ select name from audited intersect select name from exempt $$, 'and not on both');
select is_empty($$ select name from audited where cardinality(triggers) <> 3 $$, 'audited means: inserts, updates and deletes');

create function pg_temp.logged(record uuid, out action text, out actor text, out user_id uuid, out changed jsonb) returns setof record language sql as $$
  select l.action, l.actor, l.user_id, l.changed from analytics.user_activity_logs l
  where l.record_id = record::text and l.organization_id = pg_temp.id('a', 1) order by l.occurred_at, l.id
$$;

-- A person changes things.
select pg_temp.sign_in('a', 'editor');
insert into api.brand_profiles (id, name) values (pg_temp.id('a', 300), 'Fjord');
update api.brand_profiles set name = 'Fjord & Co', voice = 'Calm.' where id = pg_temp.id('a', 300);
update api.brand_profiles set name = 'Fjord & Co' where id = pg_temp.id('a', 300);
select pg_temp.sign_out();
select results_eq($$ select * from pg_temp.logged(pg_temp.id('a', 300)) $$, $$ values
  ('insert', 'user', pg_temp.id('a', 13), '{}'::jsonb),
  ('update', 'user', pg_temp.id('a', 13), '{"name": {"old": "Fjord", "new": "Fjord & Co"}, "voice": {"old": null, "new": "Calm."}}'::jsonb) $$,
  'an insert is noted, an update with what changed and nothing else, no change not at all');
select pg_temp.sign_in('a', 'admin');
delete from api.brand_profiles where id = pg_temp.id('a', 300);
select pg_temp.sign_out();
select is((select changed ->> 'voice' from pg_temp.logged(pg_temp.id('a', 300)) where action = 'delete'), 'Calm.', 'a delete keeps the row''s last state');

-- One statement, many rows.
update brand.brand_profiles set voice = 'Loud.' where id in (pg_temp.id('a', 50), pg_temp.id('b', 50));
select is((select count(*) from analytics.user_activity_logs where changed #>> '{voice,new}' = 'Loud.'), 2::bigint, 'a statement that changes two rows logs two');
select is((select l.organization_id from analytics.user_activity_logs l where l.record_id = pg_temp.id('b', 50)::text and l.changed ? 'voice'),
  pg_temp.id('b', 1), 'each where it belongs');

-- So many that the columns which differ are looked for first.
insert into brand.brand_profiles (organization_id, id, name) select pg_temp.id('a', 1), pg_temp.id('a', 400 + n), 'Brand ' || n from generate_series(1, 30) n;
create function pg_temp.brand(profile brand.brand_profiles) returns int language sql as $$ select substr(profile.name, 7)::int $$;
update brand.brand_profiles p set voice = case when pg_temp.brand(p) <= 10 then 'Bold.' else p.voice end, metadata = case when pg_temp.brand(p) > 20 then '{"tier": null}' else p.metadata end, updated_at = 'epoch'
where p.name ~ '^Brand \d';
select results_eq($$ select l.changed, count(*) from analytics.user_activity_logs l join brand.brand_profiles p on p.id::text = l.record_id where p.name ~ '^Brand \d' and l.action = 'update' group by 1 order by 2, 1 $$,
  $$ values ('{"metadata": {"old": {}, "new": {"tier": null}}}'::jsonb, 10::bigint), ('{"voice": {"old": null, "new": "Bold."}}', 10) $$, 'each row of many is logged with its own changes, or not at all');
update brand.brand_profiles p set voice = p.voice where p.name ~ '^Brand \d';
select is((select count(*) from analytics.user_activity_logs l join brand.brand_profiles p on p.id::text = l.record_id where p.name ~ '^Brand \d' and l.action = 'update'), 20::bigint, 'many unchanged rows are no news');
insert into identity.api_keys (organization_id, id, name, prefix, key_hash, role, created_by)
select pg_temp.id('b', 1), pg_temp.id('b', 400 + n), 'Key', 'many', sha256(n::text::bytea), 'viewer', pg_temp.id('b', 13) from generate_series(1, 20) n;
update identity.api_keys k set key_hash = sha256(k.key_hash), last_used_at = now() where k.name = 'Key';
select results_eq($$ select distinct l.changed from analytics.user_activity_logs l join identity.api_keys k on k.id::text = l.record_id where k.name = 'Key' and l.action = 'update' $$,
  $$ values ('{"key_hash": {}}'::jsonb) $$, 'nor is the secret of one of many told');

-- The worker acts for somebody.
select core.act_for('worker', pg_temp.id('a', 1), pg_temp.id('a', 13));
update content.content_requests set title = 'Summer' where id = pg_temp.id('a', 60);
select core.act_for('', null, null);
select results_eq($$ select actor, user_id from pg_temp.logged(pg_temp.id('a', 60)) $$, $$ values ('worker', pg_temp.id('a', 13)) $$,
  'the worker is named, and the person on whose behalf it acts');

-- Rows of other shapes.
update identity.user_organizations set role = 'editor' where user_id = pg_temp.id('a', 11);
select is((select changed from pg_temp.logged(pg_temp.id('a', 11))), '{"role": {"old": "viewer", "new": "editor"}}', 'a membership goes by its user');
update system.system_settings set value = 'false' where key = 'approval.allow_self_approval' and organization_id = pg_temp.id('a', 1);
select is((select changed -> 'value' from analytics.user_activity_logs where record_id = 'approval.allow_self_approval' and organization_id = pg_temp.id('a', 1)),
  '{"old": true, "new": false}', 'a setting by its key');
update identity.organizations set name = 'Agency' where id = pg_temp.id('a', 1);
select is((select changed from pg_temp.logged(pg_temp.id('a', 1))), '{"name": {"old": "Agency a", "new": "Agency"}}', 'an organisation is logged in itself');
select pg_temp.sign_in('a', 'viewer');
update api.me set locale = 'nb';
select pg_temp.sign_out();
select is((select l.organization_id from analytics.user_activity_logs l where l.table_name = 'identity.users' and l.changed ? 'locale'),
  pg_temp.id('a', 1), 'a profile in the organisation that its owner was in');
update identity.users set locale = 'sv' where id = pg_temp.id('b', 15);
select is((select l.organization_id from analytics.user_activity_logs l where l.table_name = 'identity.users' and l.changed #>> '{locale,new}' = 'sv'),
  identity.system_organization_id(), 'or, from outside, in the system''s');
update content.platform_placements set max_bytes = 2000000 where platform = 'fixture';
select is((select record_id from analytics.user_activity_logs where table_name = 'content.platform_placements' and action = 'update'), 'fixture/square', 'a key of two columns is joined');

-- Secrets.
update identity.api_keys set key_hash = sha256('new'), name = 'Importer 2' where organization_id = pg_temp.id('a', 1);
select is((select changed from pg_temp.logged(pg_temp.id('a', 3))), '{"name": {"old": "Importer", "new": "Importer 2"}, "key_hash": {}}',
  'that a secret changed is told, the secret is not');
delete from identity.invitations where organization_id = pg_temp.id('a', 1);
select ok((select not changed ? 'token_hash' and changed ? 'email' from pg_temp.logged(pg_temp.id('a', 2))), 'a delete leaves it out');
update identity.api_keys set last_used_at = now() where organization_id = pg_temp.id('a', 1);
select is((select count(*) from pg_temp.logged(pg_temp.id('a', 3))), 1::bigint, 'signs of life are no news');

-- Signing in.
insert into identity.sessions (id, user_id, organization_id, refresh_token_hash, expires_at)
values (pg_temp.id('a', 39), pg_temp.id('a', 12), pg_temp.id('a', 1), sha256('refresh'), now() + interval '1 day');
select results_eq($$ select action, user_id from pg_temp.logged(pg_temp.id('a', 39)) $$, $$ values ('sign_in', pg_temp.id('a', 12)) $$, 'a sign-in is logged');

-- A DBA acts as a member, and it shows.
select throws_ok($$ select system.act_as(pg_temp.id('a', 1), 'king') $$, 'VP201', null, 'there is no such role');
select throws_ok($$ select system.act_as(pg_temp.id('a', 999), 'viewer') $$, 'VP200', null, 'nor organisation');
select system.act_as(pg_temp.id('a', 1), 'admin');
set local role vp_member;
select is((select count(distinct organization_id) from api.brand_profiles), 1::bigint, 'a DBA sees what a member sees');
update api.brand_profiles set voice = 'Quiet.' where id = pg_temp.id('a', 50);
reset role;
select results_eq($$ select actor, action, changed from analytics.user_activity_logs where actor = 'dba' order by occurred_at, id $$, $$ values
  ('dba', 'act_as', '{"role": "admin"}'::jsonb),
  ('dba', 'update', '{"voice": {"old": "Loud.", "new": "Quiet."}}'::jsonb) $$, 'both that and what they did is logged');
select throws_ok($$ select system.act_as(pg_temp.id('b', 1), 'admin') $$, 'VP202', null, 'a transaction acts in one organisation');

-- Nothing passes by audit and roll-ups.
create temporary table targets as
select c.oid::regclass as name, c.relispartition as is_partition,
  (select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attname in ('id', 'organization_id', 'code', 'key', 'platform') order by a.attnum limit 1) as column_name
from pg_class c
where c.relkind in ('r', 'p') and (c.relispartition and c.relnamespace::regnamespace::text in ('integration', 'analytics')
  or c.oid in (select t.tgrelid from pg_trigger t where t.tgfoid = 'analytics.audit'::regproc) or c.oid = 'analytics.user_activity_logs'::regclass);
select cmp_ok((select count(*) filter (where is_partition) from targets), '>', 0::bigint, 'there are partitions');
select throws_ok(format('truncate %s cascade', name), 'VP909', null, format('%s is not truncated', name)) from targets order by name::text;
select throws_ok(command, 'VP909', null, command)
from targets t
cross join lateral unnest(array[
  format('insert into %s select * from %1$s limit 0', name), format('update %s set %s = %2$s', name, column_name), format('delete from %s', name)]) command
where t.is_partition
order by command;

select * from finish();
rollback;
