-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(16);

delete from approval.content_approvals;
update approval.approval_workflows set status = 'retired';

-- Every pair of statuses is tried; what goes through is compared with the legal moves.
create function pg_temp.statuses(relation text) returns setof text language sql as $$
  select (regexp_matches(pg_get_constraintdef(c.oid), '''([a-z_]+)''', 'g'))[1]
  from pg_constraint c where c.conrelid = relation::regclass and c.conname like '%_status_check'
$$;
create function pg_temp.try(relation text, id uuid, old text, new text) returns text language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute format('update %s set status = %L%s where id = %L', relation, old,
    case when relation like '%variants' then format(', is_current = %L', old <> 'superseded') else '' end, id);
  perform set_config('session_replication_role', 'origin', true);
  if relation like '%variants' then
    perform content.transition_variants(pg_temp.id('a', 1), array[id], new);
  else
    perform content.transition_request(pg_temp.id('a', 1), id, new, 'a reason');
  end if;
  return 'moved';
exception when others then
  return sqlstate;
end $$;

create temporary table moves as
select relation, old, new, pg_temp.try(relation, id, old, new) as outcome
from (values ('content.content_requests', pg_temp.id('a', 60)), ('content.asset_variants', pg_temp.id('a', 62))) things (relation, id)
cross join lateral pg_temp.statuses(relation) old
cross join lateral pg_temp.statuses(relation) new;
select results_eq(
  $$ select old || ' → ' || string_agg(new, ', ' order by new collate "C") from moves where relation = 'content.content_requests' and outcome = 'moved' group by old order by old collate "C" $$,
  $$ values ('cancelled → queued, rendering'), ('failed → queued, rendering'), ('needs_attention → cancelled, failed, queued, rendering'),
       ('queued → cancelled, failed, needs_attention, sourcing'), ('ready → rendering'), ('rendering → cancelled, failed, needs_attention, ready'),
       ('sourcing → cancelled, failed, needs_attention, rendering') $$, 'the moves of a request');
select results_eq(
  $$ select old || ' → ' || string_agg(new, ', ' order by new collate "C") from moves where relation = 'content.asset_variants' and outcome = 'moved' group by old order by old collate "C" $$,
  $$ values ('approved → published, superseded'), ('cancelled → pending'), ('changes_requested → superseded'), ('failed → pending, superseded'),
       ('in_review → approved, changes_requested, rejected, superseded'), ('pending → cancelled, failed, rendered'), ('published → superseded'),
       ('rejected → superseded'), ('rendered → cancelled, scored'), ('scored → in_review, superseded') $$, 'the moves of a variant; none from superseded');
select is_empty($$ select * from moves where outcome not in ('moved', 'VP202') $$, 'every other move is a conflict');
select is((select count(*) from moves), (7 * 7 + 11 * 11)::bigint, 'all pairs were tried');

-- What a move writes.
create function pg_temp.set_status(status text) returns void language plpgsql as $$
begin
  set local session_replication_role = replica;
  update content.asset_variants v set status = set_status.status, is_current = true, failure = null where v.id in (pg_temp.id('a', 62), pg_temp.id('a', 68));
  update content.content_requests r set status = 'rendering', failure = null, finished_at = null where r.id = pg_temp.id('a', 60);
  set local session_replication_role = origin;
end $$;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement)
values (pg_temp.id('a', 1), pg_temp.id('a', 68), pg_temp.id('a', 60), 'x', 'post');
do $$ begin perform pg_temp.set_status('scored'); perform content.transition_request(pg_temp.id('a', 1), pg_temp.id('a', 60), 'failed', 'the reason'); end $$;
select is((select (r.failure, r.finished_at)::text from content.content_requests r where r.id = pg_temp.id('a', 60)), ('the reason', now())::text, 'an end has its reason and time');
do $$ begin perform content.transition_request(pg_temp.id('a', 1), pg_temp.id('a', 60), 'rendering'); end $$;
select is((select (r.failure, r.finished_at)::text from content.content_requests r where r.id = pg_temp.id('a', 60)), '(,)', 'going on takes them away');
do $$ begin perform content.transition_variants(pg_temp.id('a', 1), array[pg_temp.id('a', 62)], 'superseded'); end $$;
select is((select v.is_current from content.asset_variants v where v.id = pg_temp.id('a', 62)), false, 'what is superseded is not current');
select is((select updated_at from content.content_requests where id = pg_temp.id('a', 60)), now(), 'and updated_at is kept');

-- All or none.
do $$ begin perform pg_temp.set_status('scored'); end $$;
update content.asset_variants set status = 'approved' where id = pg_temp.id('a', 68);
select throws_ok(format('select content.transition_variants(%L, %L, %L)', pg_temp.id('a', 1), array[pg_temp.id('a', 62), pg_temp.id('a', 68)], 'in_review'),
  'VP202', 'The variant x/post is approved and cannot become in_review.', 'one that may not move stops all');
select is((select status from content.asset_variants where id = pg_temp.id('a', 62)), 'scored', 'the others stay');
update content.asset_variants set status = 'approved' where id = pg_temp.id('a', 62);
select throws_ok(format('select content.transition_variants(%L, %L, %L)', pg_temp.id('a', 1), array[pg_temp.id('a', 62), pg_temp.id('a', 68)], 'in_review'),
  'VP202', 'The variant fixture/square is approved and cannot become in_review; nor can 1 more.', 'all that may not are counted');
select throws_ok(format('select content.transition_variants(%L, %L, %L)', pg_temp.id('a', 1), array[pg_temp.id('a', 62), pg_temp.id('b', 62)], 'superseded'),
  'VP200', null, 'another organisation''s is not there');
select is((select status from content.asset_variants where id = pg_temp.id('a', 62)), 'approved', 'which stops all too');
select throws_ok(format('select content.transition_request(%L, %L, %L)', pg_temp.id('a', 1), pg_temp.id('b', 60), 'rendering'), 'VP200', null, 'nor is another organisation''s request');
select lives_ok(format('select content.transition_variants(%L, %L, %L)', pg_temp.id('a', 1), '{}'::uuid[], 'superseded'), 'none at all is fine');
select is_empty(
  $$ select p.oid::regprocedure from pg_proc p where p.oid in ('content.transition_request(uuid, uuid, text, text)'::regprocedure, 'content.transition_variants(uuid, uuid[], text, text)'::regprocedure)
     and (has_function_privilege('vp_member', p.oid, 'execute') or has_function_privilege('vp_anon', p.oid, 'execute') or has_function_privilege('vp_worker', p.oid, 'execute')) $$,
  'only functions change a status');

select * from finish();
rollback;
