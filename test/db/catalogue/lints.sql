-- include: fixtures/lints.sql
begin;
set search_path = extensions, public;
select plan(39);

-- What the product has.
select is_empty('select pg_temp.tables_without_comment()', 'every table has a comment');
select is_empty('select pg_temp.columns_without_comment()', 'every column of a table, and of a view in api, has a comment');
select is_empty('select pg_temp.tables_without_primary_key()', 'every table has a primary key');
select is_empty('select pg_temp.tables_without_row_security()', 'every table and partition has row-level security');
select is_empty('select pg_temp.foreign_keys_without_index()', 'every foreign key has an index');
select is_empty('select pg_temp.tenant_keys_not_leading()', 'every key of a tenant table leads with organization_id');
select is_empty('select pg_temp.policies_without_role()', 'every policy names its role');
select is_empty('select pg_temp.overlapping_policies()', 'one permissive policy a table, role and command');
select is_empty('select pg_temp.functions_without_search_path()', 'every function pins its search_path');
select is_empty('select pg_temp.definer_functions_of_wrong_owner()', 'vp_definer owns the definer functions');
select is_empty('select pg_temp.definer_functions_of_everybody()', 'no definer function is everybody''s');
select is_empty('select pg_temp.functions_without_comment()', 'every function has a comment');
select is_empty('select pg_temp.api_views_without_security_invoker()', 'views in api read with the caller''s rights');
select is_empty('select pg_temp.api_objects_without_comment()', 'every view in api has a comment');
select is_empty('select pg_temp.api_views_that_fail_on_writes()', 'a write that a view does not take is refused by rights');
select is_empty('select pg_temp.owned_by_definer()', 'vp_definer owns no table');
select is_empty('select pg_temp.roles_that_bypass()', 'no role of the product bypasses row-level security');
select is_empty('select pg_temp.granted_partitions()', 'partitions are reached through their parents only');
select is_empty('select pg_temp.wrong_arrows()', 'no layer names a higher one');

-- Each lint finds a planted fault. (Rolled back with the rest.)
create table identity.planted (a int, user_id uuid references identity.users (id), organization_id uuid not null);
create index planted_idx on identity.planted (a, organization_id);
create policy one on identity.planted for select using (true);
create policy two on identity.planted for select to vp_member using (true);
create policy three on identity.planted for select to vp_member using (exists (select from content.publications));
create function identity.planted() returns int language sql security definer as 'select count(*)::int from content.publications';
create view api.planted as select 1 as one;
grant select on identity.planted to vp_definer;
alter table identity.planted owner to vp_definer;
do $$ begin
  execute (select format('grant select on %s to vp_member', name) from pg_temp.product_tables where relispartition limit 1);
end $$;

select isnt_empty('select * from pg_temp.tables_without_comment() t where t = ''identity.planted''', 'finds a table without comment');
select isnt_empty('select * from pg_temp.columns_without_comment() t where t = ''identity.planted.a''', 'finds a column without comment');
select isnt_empty('select * from pg_temp.columns_without_comment() t where t = ''api.planted.one''', 'in api too');
select isnt_empty('select * from pg_temp.tables_without_primary_key() t where t = ''identity.planted''', 'finds a table without primary key');
select isnt_empty('select * from pg_temp.tables_without_row_security() t where t = ''identity.planted''', 'finds a table without row-level security');
select isnt_empty('select * from pg_temp.foreign_keys_without_index() t where t like ''identity.planted:%''', 'finds a foreign key without index');
select isnt_empty('select * from pg_temp.tenant_keys_not_leading() t where t = ''identity.planted: planted_idx''', 'finds an index that does not lead with the tenant');
select isnt_empty('select * from pg_temp.policies_without_role() t where t = ''identity.planted: one''', 'finds a policy without a role');
select isnt_empty('select * from pg_temp.overlapping_policies() t where t like ''identity.planted: three, two%''', 'finds two policies for one command');
select isnt_empty('select * from pg_temp.functions_without_search_path() t where t = ''identity.planted()''', 'finds a function without search_path');
select isnt_empty('select * from pg_temp.definer_functions_of_wrong_owner() t where t like ''identity.planted(): %''', 'finds a definer function of another owner');
select isnt_empty('select * from pg_temp.definer_functions_of_everybody() t where t = ''identity.planted()''', 'finds a definer function that is everybody''s');
select isnt_empty('select * from pg_temp.functions_without_comment() t where t = ''identity.planted()''', 'finds a function without comment');
select isnt_empty('select * from pg_temp.api_views_without_security_invoker() t where t = ''api.planted''', 'finds a view that reads with its owner''s rights');
select isnt_empty('select * from pg_temp.api_objects_without_comment() t where t = ''api.planted''', 'finds a view without comment');
select isnt_empty('select * from pg_temp.api_views_that_fail_on_writes() t where t = ''api.planted''', 'finds a view that fails on writes');
select isnt_empty('select * from pg_temp.owned_by_definer() t where t = ''identity.planted''', 'finds a table of vp_definer');
select isnt_empty('select * from pg_temp.granted_partitions()', 'finds a partition that was granted');
select isnt_empty('select * from pg_temp.wrong_arrows() t where t like ''identity identity.planted() names content''', 'finds a function that names a higher layer');
select isnt_empty('select * from pg_temp.wrong_arrows() t where t like ''identity identity.planted three names content''', 'finds a policy that names a higher layer');

select * from finish();
rollback;
