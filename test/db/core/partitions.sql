begin;
set search_path = extensions, public;
select plan(5);

select is(core.create_partitions(), 0, 'the deploy made the partitions of the next three months');
select is(core.create_partitions(4), (select count(*)::int from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
  where c.relnamespace::regnamespace::text in ('integration', 'analytics')), 'a month more is one partition a table');
select is(core.create_partitions(4), 0, 'made once');
select is((select count(*) from pg_class c where c.relispartition and c.relkind = 'r' and not c.relrowsecurity
  and c.relnamespace::regnamespace::text in ('integration', 'analytics')), 0::bigint, 'with row-level security');
select throws_ok('select core.create_partitions(100000)', '22023', null, 'but not without end');

select * from finish();
rollback;
