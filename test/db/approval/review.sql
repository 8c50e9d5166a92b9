-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(75);

delete from system.system_settings;

-- A second admin, and placements enough for every chapter.
insert into identity.users (id, email, full_name) values (pg_temp.id('a', 16), 'second@a.example', 'Second admin');
insert into identity.user_organizations (organization_id, user_id, role) values (pg_temp.id('a', 1), pg_temp.id('a', 16), 'admin');
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, valid_from, source)
select 'fixture', 'p' || n, 'Fixture', 100, 100, '{jpeg}', 1000, '2020-01-01', 'the test' from generate_series(1, 20) n;
create function pg_temp.variant(n int) returns uuid language sql immutable as $$ select pg_temp.id('a', 200 + n) $$;
create function pg_temp.variants(from_n int, to_n int) returns uuid[] language sql immutable as $$
  select array_agg(pg_temp.variant(n) order by n) from generate_series(from_n, to_n) n
$$;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, generated_asset_id, status, verdict)
select pg_temp.id('a', 1), pg_temp.variant(n), pg_temp.id('a', 60), 'fixture', 'p' || n, pg_temp.id('a', 61), 'rendered',
  case when n = 3 then 'fail' when n = 2 then 'warn' else 'pass' end
from generate_series(1, 20) n;
-- What the scoring does last.
create function pg_temp.score(from_n int, to_n int) returns void language sql as $$
  select content.transition_variants(pg_temp.id('a', 1), pg_temp.variants(from_n, to_n), 'scored')
$$;
-- "1 open any, 2 waiting Admin, …" of a variant.
create function pg_temp.review(n int) returns text language sql as $$
  select string_agg(format('%s %s %s', a.position, a.status, coalesce(u.full_name, 'any')), ', ' order by a.position, u.full_name, a.id)
  from approval.content_approvals a left join identity.users u on u.id = a.assigned_to
  where a.asset_variant_id = pg_temp.variant(n) and a.status <> 'voided'
$$;
create function pg_temp.status(n int) returns text language sql as $$
  select status from content.asset_variants where id = pg_temp.variant(n)
$$;
-- Ids of the approvals of these variants that are open (to this member, or to anybody).
create function pg_temp.open_of(from_n int, to_n int, member uuid default null) returns uuid[] language sql as $$
  select coalesce(array_agg(a.id order by a.id), '{}') from approval.content_approvals a
  where a.asset_variant_id = any (pg_temp.variants(from_n, to_n)) and a.status = 'open'
    and (a.assigned_to is null or member is null or a.assigned_to = member)
$$;

create function pg_temp.sign_in_second_admin() returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims',
    json_build_object('sub', pg_temp.id('a', 16), 'org', pg_temp.id('a', 1), 'role', 'vp_member')::text, true);
  set local role vp_member;
end $$;
create function pg_temp.decide(ids uuid[], decision text, comment text default null) returns void language plpgsql as $$
begin
  perform api.decide_approvals(ids, decision, comment);
end $$;

-- An admin sets up the review over REST: any reviewer, then all admins.
select pg_temp.sign_in('a', 'editor');
select throws_ok($$ insert into api.approval_workflows (name) values ('Mine') $$, 'VP103', null, 'an editor makes no workflow');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'admin');
update api.approval_workflows set is_default = false where id = pg_temp.id('a', 70);
select lives_ok($$ insert into api.approval_workflows (id, name, is_default) values (pg_temp.id('a', 170), 'Brand, then legal', true) $$, 'an admin does');
select lives_ok($$ insert into api.approval_steps (id, approval_workflow_id, position, name, approver_role, requires) values
  (pg_temp.id('a', 171), pg_temp.id('a', 170), 1, 'Brand', 'reviewer', 'any_one'),
  (pg_temp.id('a', 172), pg_temp.id('a', 170), 2, 'Legal', 'admin', 'all_of') $$, 'with its steps');
select throws_ok($$ insert into api.approval_steps (approval_workflow_id, position, name, approver_role) values (pg_temp.id('b', 70), 2, 'Theirs', 'admin') $$,
  '23503', null, 'another tenant''s workflow is none');
select pg_temp.sign_out();
select is((select created_by from approval.approval_workflows where id = pg_temp.id('a', 170)), pg_temp.id('a', 14), 'who made it is kept');

-- Variants go into review as they are scored.
select pg_temp.score(1, 3);
select is(pg_temp.status(1), 'in_review', 'a variant that passed goes into review');
select is(pg_temp.status(2), 'in_review', 'so does one with a warning');
select is(pg_temp.status(3), 'scored', 'one that failed waits for a person');
select is(pg_temp.review(1), '1 open any, 2 waiting Admin, 2 waiting Second admin',
  'the first step is open to any reviewer, the second waits for each admin');

-- The steps hold while variants are in review.
select pg_temp.sign_in('a', 'admin');
select throws_ok($$ update api.approval_steps set approver_role = 'owner' where id = pg_temp.id('a', 172) $$, 'VP208', null, 'a step does not change meanwhile');
select throws_ok($$ insert into api.approval_steps (approval_workflow_id, position, name, approver_role) values (pg_temp.id('a', 170), 3, 'More', 'owner') $$,
  'VP208', null, 'nor is one added');
select throws_ok($$ delete from api.approval_steps where id = pg_temp.id('a', 172) $$, 'VP208', null, 'nor one taken away');
select lives_ok($$ update api.approval_workflows set name = 'Brand and legal' where id = pg_temp.id('a', 170) $$, 'its name may change');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'viewer');
select throws_ok($$ delete from api.approval_workflows $$, 'VP103', null, 'a viewer''s delete is refused, not passed over');

-- Who may decide what.
select throws_ok($$ select api.decide_approvals(pg_temp.open_of(1, 2), 'approve') $$, 'VP103', null, 'a viewer decides nothing');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'admin');
select throws_ok(format($$ select api.decide_approvals(%L, 'approve') $$, array[pg_temp.id('a', 72)]), 'VP200', null, 'another tenant''s approval is none');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'editor');
select throws_like($$ select api.decide_approvals(pg_temp.open_of(1, 1), 'approve') $$, '%it is your own content%', 'who asked for the content does not approve it');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'reviewer');
select throws_ok($$ select api.decide_approvals(pg_temp.open_of(1, 2), 'maybe') $$, 'VP201', null, 'a decision is one of three');
select throws_ok($$ select api.decide_approvals('{}', 'approve') $$, 'VP201', null, 'on something');
select throws_ok($$ select api.decide_approvals(pg_temp.open_of(1, 2), 'reject', '  ') $$, 'VP206', null, 'no rejection without a reason');
select throws_ok($$ select api.decide_approvals(pg_temp.open_of(1, 2), 'request_changes') $$, 'VP206', null, 'nor a request for changes');

-- All or nothing.
create function pg_temp.mixed() returns uuid[] language sql as $$
  select pg_temp.open_of(1, 2) || pg_temp.id('a', 999)
    || array(select a.id from approval.content_approvals a where a.asset_variant_id = pg_temp.variant(1) and a.position = 2)
$$;
select throws_ok($$ select api.decide_approvals(pg_temp.mixed(), 'approve') $$, 'VP200', null, 'a list with an id that is none is refused');
select throws_like($$ select api.decide_approvals(pg_temp.mixed(), 'approve') $$, '3 of 5 approvals cannot be decided; nothing was changed.%',
  'the answer counts what is in the way');
select throws_like($$ select api.decide_approvals(pg_temp.mixed(), 'approve') $$,
  '%' || pg_temp.id('a', 999) || ': there is no such approval%', 'and names each one');
select throws_like($$ select api.decide_approvals(pg_temp.mixed(), 'approve') $$, '%an earlier step is not done%an earlier step is not done%', 'with its reason');
select is(cardinality(pg_temp.open_of(1, 2)), 2, 'and nothing was decided');

-- The way through.
select results_eq($$ select status, decided_by, comment from api.decide_approvals(pg_temp.open_of(1, 2), 'approve', 'Good.') $$,
  $$ values ('approved', pg_temp.id('a', 12), 'Good.'), ('approved', pg_temp.id('a', 12), 'Good.') $$, 'a reviewer approves both at once');
select is(pg_temp.review(1), '1 approved any, 2 open Admin, 2 open Second admin', 'the next step opens');
select throws_like($$ select api.decide_approvals(pg_temp.open_of(1, 1), 'approve') $$, '%it needs the role admin or higher%', 'not to a reviewer');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'owner');
select throws_like($$ select api.decide_approvals(pg_temp.open_of(1, 1), 'approve') $$, '%it is Admin''s to decide%', 'nor to an owner who was not asked');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'admin');
create temporary table taken as select pg_temp.open_of(1, 1, pg_temp.id('a', 14)) as ids;
select lives_ok($$ select api.decide_approvals((select ids from taken), 'approve') $$, 'the admin approves');
select is(pg_temp.status(1), 'in_review', 'but all admins have to');
select throws_like($$ select api.decide_approvals((select ids from taken), 'reject', 'On second thought.') $$, '%Admin has decided it: approved%', 'what is decided is decided');
select pg_temp.sign_out();
select pg_temp.sign_in_second_admin();
select lives_ok($$ select api.decide_approvals(pg_temp.open_of(1, 1, pg_temp.id('a', 16)), 'approve') $$, 'the second admin approves');
select is(pg_temp.status(1), 'approved', 'and the variant is approved');
select lives_ok($$ select api.decide_approvals(pg_temp.open_of(2, 2, pg_temp.id('a', 16)), 'reject', 'The logo is cut.') $$, 'one of them rejects another variant');
select pg_temp.sign_out();
select is(pg_temp.status(2), 'rejected', 'which then is rejected');
select is(pg_temp.review(2), '1 approved any, 2 rejected Second admin', 'what was left to decide is void');

-- An edit after approval makes a revision and takes the approval back.
select content.transition_variants(pg_temp.id('a', 1), array[pg_temp.variant(1)], 'superseded');
select is(pg_temp.review(1), null, 'no approval of the former revision stands');
select is((select count(*) from approval.content_approvals where asset_variant_id = pg_temp.variant(1) and decided_by is not null), 3::bigint,
  'but who had given it stays readable');

-- Changes requested.
select pg_temp.score(4, 4);
select pg_temp.sign_in('a', 'reviewer');
select pg_temp.decide(pg_temp.open_of(4, 4), 'request_changes', 'Shorter.');
select pg_temp.sign_out();
select is(pg_temp.status(4), 'changes_requested', 'a request for changes ends the review');

-- A published variant keeps its approvals when a new revision is made.
select pg_temp.score(5, 5);
select pg_temp.sign_in('a', 'reviewer');
select pg_temp.decide(pg_temp.open_of(5, 5), 'approve');
select pg_temp.sign_out();
update approval.content_approvals set status = 'approved', decided_by = assigned_to, decided_at = now()
where asset_variant_id = pg_temp.variant(5) and status = 'open';
select approval.advance_review(pg_temp.id('a', 1), array[pg_temp.variant(5)]);
select content.transition_variants(pg_temp.id('a', 1), array[pg_temp.variant(5)], 'published');
select content.transition_variants(pg_temp.id('a', 1), array[pg_temp.variant(5)], 'superseded');
select is(pg_temp.review(5), '1 approved any, 2 approved Admin, 2 approved Second admin', 'what was published had been approved, and stays so');

-- Members come and go.
select pg_temp.score(6, 8);
select pg_temp.sign_in('a', 'reviewer');
select pg_temp.decide(pg_temp.open_of(6, 7), 'approve');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'admin');
select pg_temp.decide(pg_temp.open_of(6, 6, pg_temp.id('a', 14)), 'approve');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'owner');
select lives_ok($$ update api.user_organizations set status = 'removed' where user_id = pg_temp.id('a', 16) $$, 'the second admin leaves');
select pg_temp.sign_out();
select is(pg_temp.status(6), 'approved', 'where the others have approved, the step is done');
select is(pg_temp.review(7), '1 approved any, 2 open Admin', 'where others are asked, they decide');
select is(pg_temp.review(8), '1 open any, 2 waiting Admin', 'also in a step that waits');
select pg_temp.sign_in('a', 'owner');
select lives_ok($$ update api.user_organizations set role = 'editor' where user_id = pg_temp.id('a', 14) $$, 'the last admin becomes an editor');
select pg_temp.sign_out();
select is(pg_temp.review(7), '1 approved any, 2 open any', 'then any member of the role or higher decides');
select is(pg_temp.review(8), '1 open any, 2 waiting any', 'in the waiting step too');
select pg_temp.sign_in('a', 'owner');
select lives_ok($$ select api.decide_approvals(pg_temp.open_of(7, 7), 'approve') $$, 'such as the owner');
select pg_temp.sign_out();
select is(pg_temp.status(7), 'approved', 'and the review goes on to its end');

-- Submitting by hand.
select pg_temp.score(9, 9);
select is(pg_temp.status(9), 'scored', 'with no admin left, nothing is submitted by itself');
select pg_temp.sign_in('a', 'reviewer');
select throws_ok($$ select api.submit_for_review(pg_temp.variants(9, 9)) $$, 'VP103', null, 'submitting is an editor''s');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'editor');
select throws_like($$ select api.submit_for_review(pg_temp.variants(9, 9)) $$,
  '%step "Legal" asks every admin, and the organisation has none who may decide it%', 'the reason is told to who submits');
select throws_like($$ select api.submit_for_review(pg_temp.variants(7, 9), pg_temp.id('a', 70)) $$, '2 of 3 variants cannot be submitted; nothing was changed.%it is in_review; only a scored variant can be submitted%',
  'all or none');
select is(api.submit_for_review(pg_temp.variants(9, 9), pg_temp.id('a', 70)), 1, 'another workflow can be named');
select throws_ok($$ select api.submit_for_review(pg_temp.variants(3, 3), pg_temp.id('b', 70)) $$, 'VP200', null, 'another tenant''s is none');
select throws_ok($$ select api.submit_for_review(array[pg_temp.id('b', 62)]) $$, 'VP200', null, 'nor is its variant');
select pg_temp.sign_out();

-- Settings.
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'approval.submit_when_scored', 'false');
update approval.approval_workflows set is_default = id = pg_temp.id('a', 70) where organization_id = pg_temp.id('a', 1) and is_default;
update approval.approval_workflows set is_default = true where id = pg_temp.id('a', 70);
select pg_temp.score(10, 10);
select is(pg_temp.status(10), 'scored', 'approval.submit_when_scored switches submission off');
update system.system_settings set value = 'true' where organization_id = pg_temp.id('a', 1) and key = 'approval.submit_when_scored';
select pg_temp.score(11, 11);
select is(pg_temp.status(11), 'in_review', 'and on');
insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'approval.allow_self_approval', 'true');
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ select api.decide_approvals(pg_temp.open_of(11, 11), 'approve') $$, 'approval.allow_self_approval lets people approve their own');
select pg_temp.sign_out();
select is(pg_temp.status(11), 'approved', 'which ends a review of one step');

-- Of the authors of the content, nobody is asked.
update identity.user_organizations set role = 'admin' where user_id = pg_temp.id('a', 13);
insert into identity.users (id, email, full_name) values (pg_temp.id('a', 17), 'third@a.example', 'Third admin');
insert into identity.user_organizations (organization_id, user_id, role) values (pg_temp.id('a', 1), pg_temp.id('a', 17), 'admin');
delete from system.system_settings where key = 'approval.allow_self_approval';
update approval.approval_workflows set is_default = false where id = pg_temp.id('a', 70);
update approval.approval_workflows set is_default = true where id = pg_temp.id('a', 170);
select pg_temp.score(12, 12);
select is(pg_temp.review(12), '1 open any, 2 waiting Third admin', 'an admin who asked for the content is not asked to approve it');

-- Comments.
select pg_temp.sign_in('a', 'reviewer');
select lives_ok($$ insert into api.approval_comments (asset_variant_id, content_approval_id, body)
  values (pg_temp.variant(12), (pg_temp.open_of(12, 12))[1], 'Is the claim checked?') $$, 'a reviewer comments');
select results_eq($$ select author_id from api.approval_comments where asset_variant_id = pg_temp.variant(12) $$,
  array[pg_temp.id('a', 12)], 'in their own name');
select throws_ok($$ insert into api.approval_comments (asset_variant_id, content_approval_id, body)
  values (pg_temp.variant(11), (pg_temp.open_of(12, 12))[1], 'Wrong place.') $$, '23503', null, 'an approval of another variant is refused');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'viewer');
select throws_ok($$ insert into api.approval_comments (asset_variant_id, body) values (pg_temp.variant(12), 'Me too.') $$, 'VP103', null, 'a viewer says nothing');
select pg_temp.sign_out();
select pg_temp.sign_in('b', 'owner');
select is_empty($$ select from api.approval_comments where asset_variant_id = pg_temp.variant(12) $$, 'and another tenant hears nothing');
select is_empty($$ select from api.content_approvals where organization_id = pg_temp.id('a', 1) $$, 'nor sees what is to be decided');
select pg_temp.sign_out();

-- Workflows go out of use.
select pg_temp.sign_in('a', 'owner');
select lives_ok($$ update api.approval_workflows set status = 'retired' where id = pg_temp.id('a', 70) $$, 'a workflow is retired');
select throws_like($$ select api.submit_for_review(pg_temp.variants(3, 3), pg_temp.id('a', 70)) $$, 'The workflow is retired%', 'then it takes nothing more');
select lives_ok($$ insert into api.approval_workflows (id, name) values (pg_temp.id('a', 180), 'A mistake') $$, 'one that was never used');
select lives_ok($$ insert into api.approval_steps (approval_workflow_id, position, name, approver_role) values (pg_temp.id('a', 180), 1, 'Only', 'owner') $$, '(with a step)');
select lives_ok($$ delete from api.approval_workflows where id = pg_temp.id('a', 180) $$, 'is deleted with its steps');
select pg_temp.decide(pg_temp.open_of(9, 9), 'approve');
select throws_ok($$ delete from api.approval_workflows where id = pg_temp.id('a', 70) $$, 'VP208', null, 'one with decisions stays');
select pg_temp.sign_out();

select * from finish();
rollback;
