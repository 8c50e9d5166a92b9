-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select no_plan();

-- What each role may do in its own organisation, by the least role; null: nobody. A table that is not here is nobody's.
create temporary table matrix (relation text primary key, reads text, inserts text, updates text, deletes text);
insert into matrix values
  ('identity.users', 'viewer', null, 'viewer', null),
  ('identity.organizations', 'viewer', null, 'admin', null),
  ('identity.user_organizations', 'viewer', null, 'admin', null),
  ('identity.invitations', 'admin', null, 'admin', null),
  ('identity.api_keys', 'admin', null, 'admin', null),
  ('system.system_settings', 'viewer', 'admin', 'admin', 'admin'),
  ('system.background_jobs', 'viewer', null, null, null),
  ('system.files', 'viewer', null, null, null),
  ('brand.brand_profiles', 'viewer', 'editor', 'editor', 'admin'),
  ('brand.brand_guidelines', 'viewer', 'editor', 'editor', 'admin'),
  ('brand.brand_assets', 'viewer', 'editor', 'editor', 'admin'),
  ('brand.content_templates', 'viewer', 'editor', 'editor', null),
  ('integration.provider_calls', 'editor', null, null, null),
  ('integration.api_usage', 'viewer', null, null, null),
  ('integration.daily_usage_summaries', 'viewer', null, null, null),
  ('integration.spend_months', 'viewer', null, null, null),
  ('content.content_requests', 'viewer', 'editor', 'editor', null),
  ('content.generated_assets', 'viewer', null, null, null),
  ('content.asset_variants', 'viewer', null, null, null),
  ('content.variant_assets', 'viewer', null, null, null),
  ('content.compliance_results', 'viewer', null, null, null),
  ('content.compliance_checks', 'viewer', null, null, null),
  ('content.measurements', 'viewer', null, null, null),
  ('content.publications', 'viewer', null, null, null),
  ('approval.approval_workflows', 'viewer', 'admin', 'admin', 'admin'),
  ('approval.approval_steps', 'viewer', 'admin', 'admin', 'admin'),
  ('approval.content_approvals', 'viewer', null, null, null),
  ('approval.approval_comments', 'viewer', 'reviewer', null, null),
  ('analytics.content_analytics', 'viewer', null, null, null),
  ('analytics.brand_compliance_analytics', 'viewer', null, null, null),
  ('analytics.check_decisions', 'viewer', null, null, null),
  ('analytics.user_activity_logs', 'admin', null, null, null);

-- Every table of the product (partitions too), every view of api, and what it may be told apart by.
create temporary table relations as
select c.oid, format('%s.%s', n.nspname, c.relname) as relation, c.relispartition,
  case
    -- Shows every setting, of which an organisation overrides some.
    when c.relname = 'system_settings' then 'organization_id = %L and key = ''approval.allow_self_approval'''
    when exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') then 'organization_id = %L'
    when n.nspname || '.' || c.relname in ('identity.organizations', 'api.organizations') then 'id = %L'
    when n.nspname || '.' || c.relname in ('identity.users', 'api.users', 'api.me') then
      'email like ''%%@'' || (case left(%L, 1) when ''a'' then ''a'' else ''b'' end) || ''.example'''
  end as tenant_filter
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics', 'api')
  and c.relkind in ('r', 'p', 'v', 'm') and not (c.relkind in ('v', 'm') and n.nspname <> 'api');

-- Views of api are as their tables; those that show several have none.
insert into matrix
select r.relation, m.reads,
  case when has_any_column_privilege('vp_member', r.oid, 'insert') then m.inserts end,
  case when has_any_column_privilege('vp_member', r.oid, 'update') then m.updates end,
  case when has_table_privilege('vp_member', r.oid, 'delete') then m.deletes end
from relations r
join matrix m on split_part(m.relation, '.', 2) = split_part(r.relation, '.', 2)
where r.relation like 'api.%';

-- A row of tenant a of each table, to insert again.
create temporary table fixture_rows (relation text primary key, rows_of_a bigint, rows_of_b bigint, row_json jsonb);
grant select on relations, matrix, fixture_rows to public;

-- What becomes of a command in a role: how many rows (such as 1 rows), or the SQLSTATE. Nothing of it stays.
create function pg_temp.attempt(tenant text, role text, command text) returns text language plpgsql as $$
declare
  affected bigint;
begin
  begin
    if role = 'anon' then
      set local role vp_anon;
    else
      perform pg_temp.sign_in(tenant, role);
    end if;
    execute command;
    get diagnostics affected = row_count;
    raise exception using errcode = 'ZZ000', message = affected || ' rows';
  exception when others then
    perform pg_temp.sign_out();
    return case sqlstate when 'ZZ000' then sqlerrm else sqlstate end;
  end;
end $$;

-- Did row-level security and the grants let it through? A later objection (a key, a state) comes after them.
create function pg_temp.is_let_through(outcome text) returns boolean language sql immutable as $$
  select outcome <> '0 rows' and outcome not in ('42501', 'VP102', 'VP103', 'VP107')
$$;

create function pg_temp.read(r relations, tenant text) returns text language sql as $$
  select format('select 1 from %s where ' || r.tenant_filter, r.relation, pg_temp.id(tenant, 1))
$$;

create function pg_temp.update(r relations, tenant text) returns text language sql as $$
  select format('update %s set (%s) = row(%s) where ' || r.tenant_filter, r.relation, columns, columns, pg_temp.id(tenant, 1))
  from (
    -- Those that the role may write; if there is none, any: the answer must be a refusal.
    select coalesce(
      string_agg(quote_ident(a.attname), ', ') filter (where has_column_privilege('vp_member', r.oid, a.attnum, 'update')),
      min(quote_ident(a.attname)) filter (where a.attgenerated = '' and pg_column_is_updatable(r.oid, a.attnum, true))) as columns
    from pg_attribute a
    where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  ) c
$$;

create function pg_temp.delete(r relations, tenant text) returns text language sql as $$
  select format('delete from %s where ' || r.tenant_filter, r.relation, pg_temp.id(tenant, 1))
$$;

-- A copy of tenant a's row, under another id and in the name of the tenant.
create function pg_temp.insert(r relations, tenant text) returns text language sql as $$
  select format(
    'insert into %s (%s) select %s from jsonb_populate_record(null::%s, %L) n', r.relation,
    string_agg(quote_ident(a.attname), ', '), string_agg('n.' || quote_ident(a.attname), ', '), r.relation,
    (select f.row_json || jsonb_build_object('organization_id', pg_temp.id(tenant, 1), 'id', gen_random_uuid()) from fixture_rows f where f.relation = r.relation))
  from pg_attribute a
  where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and pg_column_is_updatable(r.oid, a.attnum, true)
    and (has_column_privilege('vp_member', r.oid, a.attnum, 'insert') or not has_any_column_privilege('vp_member', r.oid, 'insert'))
$$;

do $$
declare
  r record;
begin
  for r in select * from relations where tenant_filter is not null and relation not like 'api.%' loop
    execute format('insert into fixture_rows select %L, count(*) filter (where ' || r.tenant_filter || '), count(*) filter (where ' || r.tenant_filter || '),
      (array_agg(to_jsonb(t)) filter (where ' || r.tenant_filter || '))[1] from %s t',
      r.relation, pg_temp.id('a', 1), pg_temp.id('b', 1), pg_temp.id('a', 1), r.relation);
  end loop;
  insert into fixture_rows
  select v.relation, f.rows_of_a, f.rows_of_b, f.row_json
  from relations v
  join fixture_rows f on split_part(f.relation, '.', 2) = split_part(v.relation, '.', 2)
  where v.relation like 'api.%';
end $$;

-- The fixture is complete, and the matrix speaks of what there is.
select is_empty($$
  select relation from fixture_rows f join relations r using (relation)
  where (rows_of_a = 0 or rows_of_b = 0) and not r.relispartition $$,
  'both tenants have a row in every tenant table (else add one to fixtures/two_tenants.sql)');
select is_empty('select relation from matrix where relation not in (select relation from relations)', 'the matrix names tables that exist');

create temporary table attempts as
select r.relation, role, verb, tenant, r.relispartition,
  case when r.relispartition then null else
    case verb when 'select' then m.reads when 'insert' then m.inserts when 'update' then m.updates else m.deletes end end as least_role,
  case verb
    when 'select' then pg_temp.read(r, tenant)
    when 'insert' then pg_temp.insert(r, tenant)
    when 'update' then pg_temp.update(r, tenant)
    else pg_temp.delete(r, tenant)
  end as command
from relations r
left join matrix m using (relation)
cross join unnest('{anon,viewer,reviewer,editor,admin,owner}'::text[]) role
cross join unnest('{select,insert,update,delete}'::text[]) verb
cross join unnest('{a,b}'::text[]) tenant
where r.tenant_filter is not null
  and (r.relation not like 'api.%' or exists (select from fixture_rows f where f.relation = r.relation) or verb = 'select')
  and (verb <> 'insert' or exists (select from fixture_rows f where f.relation = r.relation and f.row_json is not null));
alter table attempts add outcome text;
update attempts set outcome = pg_temp.attempt('a', role, command);

-- Own rows: as the matrix says. Each refusal stands beside the least role that is let through.
select ok(
  pg_temp.is_let_through(outcome) = coalesce(identity.role_rank(role) >= identity.role_rank(least_role), false),
  format('%s: %s %s own rows%s', relation, role, case when coalesce(identity.role_rank(role) >= identity.role_rank(least_role), false)
    then verb || 's' else 'does not ' || verb end, case when outcome ~ ' rows$' then '' else ' (' || outcome || ')' end))
from attempts
where tenant = 'a'
  and (relation not like 'api.%' or relation in (select relation from matrix))
order by relation, verb, identity.role_rank(role) nulls first;

-- Foreign rows: never, whoever asks.
select ok(
  outcome = '0 rows' or outcome !~ ' rows$',
  format('%s: %s never %ss foreign rows (%s)', relation, role, verb, outcome))
from attempts
where tenant = 'b'
order by relation, verb, identity.role_rank(role) nulls first;

-- Tables without a tenant: the shared catalogues are read by members, the rest is nobody's.
select ok(
  has_table_privilege('vp_member', r.oid, 'select') = (r.relation in (
    'content.platform_placements', 'integration.providers', 'integration.provider_operations', 'integration.provider_prices', 'integration.rate_limits',
    'system.setting_definitions', 'api.platform_placements')),
  format('%s: %s', r.relation, case when has_table_privilege('vp_member', r.oid, 'select') then 'members read it' else 'no member reads it' end))
from relations r
where r.tenant_filter is null and r.relation not like 'api.%'
order by r.relation;
select ok(not has_any_column_privilege('vp_member', r.oid, 'insert') and not has_any_column_privilege('vp_member', r.oid, 'update')
  and not has_table_privilege('vp_member', r.oid, 'delete') and not has_table_privilege('vp_member', r.oid, 'truncate'),
  format('%s: no member writes it', r.relation))
from relations r
where r.tenant_filter is null and r.relation not like 'api.%'
order by r.relation;

-- Anonymous requests see the placements and nothing else; PostgREST's login and the worker's have no table at all.
select bag_eq(
  $$ select r.relation from relations r where has_any_column_privilege('vp_anon', r.oid, 'select, insert, update') or has_table_privilege('vp_anon', r.oid, 'delete') $$,
  $$ values ('content.platform_placements'), ('api.platform_placements') $$,
  'anonymous requests read the placements and nothing else');
select is_empty(
  $$ select l.role, r.relation from relations r, unnest('{vp_authenticator,vp_worker}'::text[]) l (role)
     where has_any_column_privilege(l.role, r.oid, 'select, insert, update') or has_table_privilege(l.role, r.oid, 'delete') $$,
  'neither PostgREST''s login nor the worker''s has a table');

select * from finish();
rollback;
