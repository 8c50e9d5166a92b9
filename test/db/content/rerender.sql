-- include: fixtures/two_tenants.sql
-- include: fixtures/rendering.sql
begin;
set local search_path = extensions;
select no_plan();

insert into system.system_settings (organization_id, key, value) values (pg_temp.id('a', 1), 'jobs.per_organization', '1');
-- As they stand: story r1 scored, ….
create function pg_temp.variants(name text) returns text language sql as $$
  select string_agg(format('%s r%s %s', v.placement, v.revision, v.status), ', ' order by v.placement, v.revision)
  from content.asset_variants v where v.content_request_id = pg_temp.request(variants.name)
$$;
create function pg_temp.template(name text) returns uuid language sql as $$
  select r.content_template_id from content.content_requests r where r.id = pg_temp.request(template.name)
$$;
create function pg_temp.becomes(name text, placement text, status text) returns void language plpgsql as $$
begin
  set local session_replication_role = replica;
  update content.asset_variants v set status = becomes.status where v.id = pg_temp.variant(becomes.name, becomes.placement);
  set local session_replication_role = origin;
end $$;
create function pg_temp.version(number int, layout jsonb) returns uuid language sql as $$
  insert into brand.content_templates (organization_id, id, slug, name, layout)
  values (pg_temp.id('a', 1), pg_temp.id('a', 90 + number), 'offer', 'Offer', layout) returning id
$$;
create function pg_temp.preview(content_template_id uuid default null, brand_profile_id uuid default null, include_published boolean default false) returns text language sql as $$
  select string_agg(format('%s %s %s %s', p.variants, p.placement, p.status, p.effect), ', ' order by p.placement, p.status, p.effect)
  from api.preview_rerender(content_template_id, brand_profile_id, include_published) p
$$;
create function pg_temp.job(subject uuid) returns system.background_jobs language sql as $$
  select j from system.background_jobs j
  where j.organization_id = pg_temp.id('a', 1) and j.kind = 'rerender_variants' and j.subject_id = subject
  order by j.finished_at is null desc, j.id desc limit 1
$$;
-- A worker's turn at it.
create function pg_temp.advance(subject uuid) returns text language plpgsql as $$
declare
  job constant uuid := pg_temp.begin_job('a', 'rerender_variants', subject);
  answer text;
begin
  set local role vp_worker;
  answer := content.advance_rerender(pg_temp.id('a', 1), job) ->> 'action';
  reset role;
  return format('%s %s %s%%', answer, (pg_temp.job(subject)).state, (pg_temp.job(subject)).progress);
end $$;
create function pg_temp.all_of(name text) returns text language sql as $$ select pg_temp.variants(name) || ' ' || right(pg_temp.template(name)::text, 2) $$;
grant execute on all functions in schema pg_temp to public;

-- The former version, with variants in every state.
do $$ begin perform pg_temp.paint('a', pg_temp.ask('a', name, jsonb_build_object('headline', name))) from unnest('{approved,published,fresh,unfit}'::text[]) name; end $$;
do $$ begin perform pg_temp.ask('a', 'unpainted', '{"headline": "unpainted"}'); end $$;
do $$ begin perform pg_temp.ask('a', 'cancelled', '{"headline": "cancelled"}'); end $$;
do $$ begin perform pg_temp.paint('b', pg_temp.ask('b', 'theirs')); end $$;
select pg_temp.sign_in('a', 'editor');
select is((select status from api.cancel_content_request(pg_temp.request('cancelled'))), 'cancelled', 'one was stopped');
select pg_temp.sign_out();
do $$ begin
  perform pg_temp.becomes('approved', placement, 'approved') from unnest('{square,story}'::text[]) placement;
  perform pg_temp.becomes('published', placement, 'published') from unnest('{square,story}'::text[]) placement;
end $$;
insert into approval.content_approvals (organization_id, asset_variant_id, approval_workflow_id, approval_step_id, position, approver_role, status, opened_at, decided_by, decided_at)
select pg_temp.id('a', 1), pg_temp.variant('approved', placement), pg_temp.id('a', 70), pg_temp.id('a', 71), 1, 'reviewer', 'approved', now(), pg_temp.id('a', 12), now()
from unnest('{square,story}'::text[]) placement;

-- The next one changes stories alone.
do $$ begin perform pg_temp.version(2, pg_temp.layout(0.12)); end $$;
create temporary table before as select pg_temp.all_of(name) as is from unnest('{approved,published,fresh,unfit,unpainted,cancelled}'::text[]) name;
select pg_temp.sign_in('a', 'viewer');
select is(pg_temp.preview(pg_temp.id('a', 92)),
  '1 square approved unchanged, 1 square cancelled to_come, 1 square pending to_come, 1 square published unchanged, 2 square scored unchanged, '
  || '1 story approved revise, 1 story cancelled to_come, 1 story pending to_come, 1 story published keep, 2 story scored revise', 'only stories would change');
select is(pg_temp.preview(pg_temp.id('a', 92), include_published => true) ~ '1 story published revise', true, 'published ones too, if that is said');
select throws_ok($$ select api.rerender_template(pg_temp.id('a', 92)) $$, 'VP103', null, 'a viewer may look, not do it');
select pg_temp.sign_out();
select results_eq($$ select pg_temp.all_of(name) from unnest('{approved,published,fresh,unfit,unpainted,cancelled}'::text[]) name $$, $$ select * from before $$, 'looking changes nothing');
select pg_temp.sign_in('b', 'owner');
select throws_ok($$ select api.preview_rerender(pg_temp.id('a', 92)) $$, 'VP200', null, 'another organisation''s template is unknown');
select throws_ok($$ select api.rerender_template(pg_temp.id('a', 92)) $$, 'VP200', null, 'for this too');
select throws_ok($$ select api.rerender_brand(pg_temp.id('a', 50)) $$, 'VP200', null, 'and its brand');
select pg_temp.sign_in('a', 'editor');
select throws_ok($$ select api.preview_rerender(pg_temp.id('a', 92), pg_temp.id('a', 50)) $$, 'VP201', null, 'a template or a brand');
select throws_ok($$ select api.preview_rerender() $$, 'VP201', null, 'one of them');
update api.content_templates set status = 'retired' where id = pg_temp.id('a', 92);
select throws_ok($$ select api.rerender_template(pg_temp.id('a', 92)) $$, 'VP202', 'The template is retired.', 'a retired one is taken over by nobody');
update api.content_templates set status = 'active' where id = pg_temp.id('a', 92);
select is((select (j.kind, j.subject_id, j.progress)::text from api.rerender_template(pg_temp.id('a', 92)) j), ('rerender_variants', pg_temp.id('a', 92), 0)::text, 'an editor starts the job');
select is((select j.id from api.rerender_template(pg_temp.id('a', 92)) j), (select j.id from api.background_jobs j where j.kind = 'rerender_variants'), 'once');
select throws_ok($$ select api.rerender_template(pg_temp.id('a', 92), true) $$, 'VP202', null, 'not two of them that differ');
select pg_temp.sign_out();

select is(pg_temp.advance(pg_temp.id('a', 92)), 'wait waiting 0%', 'its first turn');
select is(pg_temp.all_of('approved'), 'square r1 approved, story r1 superseded, story r2 pending 92', 'gives touched variants new revisions');
select is((select string_agg(c.status, ' ' order by v.placement) from approval.content_approvals c join content.asset_variants v on v.id = c.asset_variant_id
  where v.content_request_id = pg_temp.request('approved')), 'approved voided', 'voids what was approved of them, and of nothing else');
select is(pg_temp.all_of('published'), 'square r1 published, story r1 published 92', 'what is published stays as it is, and its request moves');
select is(pg_temp.all_of('unpainted'), 'square r1 pending, story r1 pending 92', 'what is to come will be of the new version');
select is(pg_temp.all_of('cancelled'), 'square r1 cancelled, story r1 cancelled 92', 'so will what was stopped');
select is(pg_temp.all_of('theirs'), 'square r1 scored, story r1 scored 90', 'another organisation''s have nothing to do with it');
select is(pg_temp.all_of('fresh'), 'square r1 scored, story r1 superseded, story r2 pending 92', 'as many at a time as twice the organisation''s places');
select is(pg_temp.all_of('unfit'), 'square r1 scored, story r1 scored 90', 'the others wait');
select is(pg_temp.advance(pg_temp.id('a', 92)), 'wait waiting 0%', 'until');
select is(pg_temp.all_of('unfit'), 'square r1 scored, story r1 scored 90', 'those are done');
select is(pg_temp.paint('a', pg_temp.request('approved')), 1, 'only the story is rendered');
select is(pg_temp.advance(pg_temp.id('a', 92)), 'wait waiting 33%', 'then one of three is');
select is(pg_temp.all_of('approved'), 'square r1 approved, story r1 superseded, story r2 scored 92', 'to be reviewed');
select is(pg_temp.all_of('unfit'), 'square r1 scored, story r1 superseded, story r2 pending 92', 'and the next has its turn');
select is(pg_temp.paint('a', pg_temp.request('fresh')) + pg_temp.paint('a', pg_temp.request('unfit')), 2, 'when they are rendered');
select is(pg_temp.advance(pg_temp.id('a', 92)), 'stop succeeded 100%', 'the job is done');
select is((pg_temp.job(pg_temp.id('a', 92))).last_error, null, 'with nothing left out');
select is(pg_temp.paint('a', pg_temp.request('unpainted')), 2, 'what was waiting');
select is((select v.render_key = i.render_key from content.asset_variants v, content.render_inputs(v.organization_id, array[v.id], pg_temp.id('a', 1), pg_temp.id('a', 92)) i
  where v.id = pg_temp.variant('unpainted', 'story')), true, 'is of the new version');
select results_eq($$ select q.name, right(v.content_template_id::text, 2) from asked q join content.asset_variants v on v.content_request_id = q.id and v.is_current
    where q.name in ('published', 'unpainted', 'fresh') order by 1, 2 $$,
  $$ values ('fresh', '90'), ('fresh', '92'), ('published', '90'), ('published', '90'), ('unpainted', '92'), ('unpainted', '92') $$, 'each picture keeps which version it was made with');
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(pg_temp.id('a', 92)), null, 'nothing is left to take it over');
select throws_ok(format('select api.cancel_job(%L)', (pg_temp.job(pg_temp.id('a', 92))).id), 'VP202', 'The job has ended: it is succeeded.', 'or to stop');
select throws_ok(format('select api.cancel_job(%L)', pg_temp.id('a', 40)), 'VP200', null, 'other jobs are stopped elsewhere');
select pg_temp.sign_out();

-- A worker is at the former version when the next one comes.
do $$ begin
  perform pg_temp.ask('a', 'racing', '{"headline": "racing"}');
  update content.content_requests set content_template_id = pg_temp.id('a', 92) where id = pg_temp.request('racing');
end $$;
create temporary table race as select pg_temp.claim('a', pg_temp.request('racing')) as claim;
do $$ begin perform pg_temp.version(3, pg_temp.layout(0.12, 0.09)); end $$;
create function pg_temp.finish(content_template_id uuid) returns text language plpgsql as $$
declare
  answer text;
begin
  for turn in 1..20 loop
    answer := pg_temp.advance(content_template_id);
    exit when answer like 'stop%';
    perform pg_temp.paint('a', r.id) from content.content_requests r where r.organization_id = pg_temp.id('a', 1) and r.status = 'rendering' order by r.id;
  end loop;
  return answer;
end $$;
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(pg_temp.id('a', 93)) ~ 'story (scored|approved|published) (revise|keep)', false, 'a version that changes all but the stories');
select is((select j.state from api.rerender_template(pg_temp.id('a', 93)) j) in ('dispatched', 'queued'), true, 'is taken over');
select pg_temp.sign_out();
select is(pg_temp.advance(pg_temp.id('a', 93)), 'wait waiting 0%', 'also by a request that is being rendered');
select is((select pg_temp.hand_back('a', pg_temp.request('racing'), claim #> '{variants,0}') from race), false, 'the picture of the former version comes too late');
select is(pg_temp.paint('a', pg_temp.request('racing')), 2, 'and is made of the new one');
select is(pg_temp.finish(pg_temp.id('a', 93)), 'stop succeeded 100%', 'all of them are');
select is(pg_temp.all_of('unfit'), 'square r1 superseded, square r2 scored, story r1 superseded, story r2 scored 93', 'each where it was touched');

-- Copy that does not go with it.
do $$ begin perform pg_temp.version(4, jsonb_set(pg_temp.layout(0.13, 0.09), '{variables,headline,max_length}', '7')); end $$;
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(pg_temp.id('a', 94)), '1 square cancelled unfit, 1 square published keep, 5 square scored unchanged, 1 story cancelled unfit, 1 story published keep, '
  || '3 story scored revise, 2 story scored unfit', 'it is told before');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 94))), 1::bigint, 'taken over all the same');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 94)), 'stop succeeded 100%', 'it goes to its end');
select is((pg_temp.job(pg_temp.id('a', 94))).last_error,
  '3 content requests stayed as before: the copy does not go with the layout, or it needs a logo that is not there. preview_rerender counts them as unfit.', 'and says what it left out');
select is(pg_temp.all_of('approved'), 'square r1 superseded, square r2 scored, story r1 superseded, story r2 scored 93', 'which stays as it is');
select is(pg_temp.all_of('fresh'), 'square r1 superseded, square r2 scored, story r1 superseded, story r2 superseded, story r3 scored 94', 'the others have it');

-- Stopped half-way, and gone on with.
do $$ begin perform pg_temp.version(5, pg_temp.layout(0.14, 0.09)); end $$;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 95))), 1::bigint, 'another version');
select pg_temp.sign_out();
select is(pg_temp.advance(pg_temp.id('a', 95)), 'wait waiting 0%', 'is begun with');
select pg_temp.sign_in('a', 'reviewer');
select throws_ok(format('select api.cancel_job(%L)', (pg_temp.job(pg_temp.id('a', 95))).id), 'VP103', null, 'a reviewer does not stop it');
select pg_temp.sign_in('a', 'editor');
select is((select j.state from api.cancel_job((pg_temp.job(pg_temp.id('a', 95))).id) j), 'cancelled', 'an editor does');
select pg_temp.sign_out();
select is(content.advance_rerender(pg_temp.id('a', 1), (pg_temp.job(pg_temp.id('a', 95))).id), '{"action": "wait"}', 'a worker that is at it leaves it');
select is((select count(*) from content.content_requests r where r.status = 'rendering'), 2::bigint, 'what has begun');
select is((select sum(pg_temp.paint('a', r.id)) from content.content_requests r where r.status = 'rendering'), 2::bigint, 'is finished');
select is((select count(*) from content.content_requests r where r.content_template_id = pg_temp.id('a', 95) and exists (
  select from content.asset_variants v where v.content_request_id = r.id and v.status = 'scored')), 2::bigint, 'two have it wholly');
select is((select string_agg(distinct right(pg_temp.template(name)::text, 2), ' ') from asked where name in ('approved', 'fresh', 'unfit', 'racing', 'unpainted')), '93 94 95', 'the others not at all');
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(pg_temp.id('a', 95)) ~ '3 story scored revise', true, 'three are left');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 95))), 1::bigint, 'for another job');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 95)), 'stop succeeded 100%', 'which makes these');
select is((select string_agg(pg_temp.all_of(name), E'\n' order by name) from unnest('{approved,fresh,published}'::text[]) name),
  E'square r1 superseded, square r2 scored, story r1 superseded, story r2 superseded, story r3 scored 95\n'
  || E'square r1 superseded, square r2 scored, story r1 superseded, story r2 superseded, story r3 superseded, story r4 scored 95\n'
  || 'square r1 published, story r1 published 95', 'none of them twice; what was published moved before');

-- Back to what was: those pictures are there.
do $$ begin perform pg_temp.version(6, pg_temp.layout(0.12, 0.09)); end $$;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 96))), 1::bigint, 'a version that is as an earlier one');
select pg_temp.sign_out();
select is(pg_temp.advance(pg_temp.id('a', 96)), 'wait waiting 0%', 'is taken over');
select is((select sum(pg_temp.paint('a', r.id)) from content.content_requests r where r.status = 'rendering'), 0::bigint, 'without rendering');
select is(pg_temp.finish(pg_temp.id('a', 96)), 'stop succeeded 100%', 'to the end');
select is((select v.rendered_from = f.id from content.asset_variants v, content.asset_variants f
  where v.id = pg_temp.variant('approved', 'story') and f.content_request_id = v.content_request_id and f.placement = 'story' and f.revision = 2), true, 'from the revision that had it');

-- A request that somebody has moved on meanwhile.
do $$ begin perform pg_temp.version(7, pg_temp.layout(0.15, 0.09)); perform pg_temp.version(8, pg_temp.layout(0.16, 0.09)); end $$;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 97))), 1::bigint, 'one version');
select pg_temp.sign_out();
select is(pg_temp.advance(pg_temp.id('a', 97)), 'wait waiting 0%', 'on its way');
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 98), true)), 1::bigint, 'and the next one, for what is published too');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 98)), 'stop succeeded 100%', 'which is faster');
select is(pg_temp.finish(pg_temp.id('a', 97)), 'stop succeeded 100%', 'both end');
select is((select string_agg(distinct right(r.content_template_id::text, 2), ' ') from content.content_requests r join asked a on a.id = r.id where a.name <> 'theirs'), '98', 'and the newer holds');

select is(pg_temp.all_of('published'), 'square r1 published, story r1 superseded, story r2 scored 98', 'for all that was asked');

-- A brand's new logo.
insert into system.files (organization_id, id, kind, filename, mime_type, bytes, sha256, width, height, state, stored_at)
values (pg_temp.id('a', 1), pg_temp.id('a', 44), 'logo', 'new.png', 'image/png', 1000, repeat('ba', 32), 400, 100, 'stored', now());
update brand.brand_assets set is_default = false where id = pg_temp.id('a', 53);
insert into brand.brand_assets (organization_id, brand_profile_id, kind, name, file_id, is_default)
values (pg_temp.id('a', 1), pg_temp.id('a', 50), 'logo', 'New', pg_temp.id('a', 44), true);
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(brand_profile_id => pg_temp.id('a', 50)) ~ 'story [a-z_]+ revise', false, 'where no logo is shown nothing changes');
select is(pg_temp.preview(brand_profile_id => pg_temp.id('a', 50)) ~ '5 square scored revise', true, 'where one is, it does');
select is((select j.subject_id from api.rerender_brand(pg_temp.id('a', 50)) j), pg_temp.id('a', 50), 'which is done');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 50)), 'stop succeeded 100%', 'to the end');
select is((select string_agg(distinct right(r.content_template_id::text, 2), ' ') from content.content_requests r join asked a on a.id = r.id where a.name <> 'theirs'), '98', 'with the templates as they are');
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(brand_profile_id => pg_temp.id('a', 50)) ~ 'square scored revise', false, 'once');
select pg_temp.sign_out();

-- What is published, afterwards.
do $$ begin perform pg_temp.version(9, pg_temp.layout(0.16, 0.11)); end $$;
select pg_temp.sign_in('a', 'editor');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 99))), 1::bigint, 'a version that changes all but the stories, first without what is published');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 99)), 'stop succeeded 100%', 'is taken over');
select is(pg_temp.all_of('published'), 'square r1 published, story r1 superseded, story r2 scored 99', 'by requests, not by what is published of them');
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(pg_temp.id('a', 99)), null, 'that is left alone');
select is(pg_temp.preview(pg_temp.id('a', 99), include_published => true), '1 square published revise', 'unless it is asked for');
select is((select count(*) from api.rerender_template(pg_temp.id('a', 99), true)), 1::bigint, 'again');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 99)), 'stop succeeded 100%', 'with success');
select is(pg_temp.all_of('published'), 'square r1 superseded, square r2 scored, story r1 superseded, story r2 scored 99', 'and no more than that');
select is((select count(*) from content.rerendered_requests q where q.background_job_id = (pg_temp.job(pg_temp.id('a', 99))).id), 1::bigint, 'without going through the others');
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(pg_temp.id('a', 99), include_published => true), null, 'once');
select pg_temp.sign_out();

-- A request that found no picture has none to be rendered anew.
insert into asked select 'sourceless', pg_temp.id('a', 89);
do $$ begin
  perform pg_temp.sign_in('a', 'editor');
  insert into api.content_requests (id, brand_profile_id, content_template_id, title, search_term, placements, copy)
  values (pg_temp.request('sourceless'), pg_temp.id('a', 50), pg_temp.id('a', 99), 'sourceless', 'snow', '{fixture/square,fixture/story}', '{"headline": "snow"}');
  perform pg_temp.sign_out();
  perform system.cancel_jobs(pg_temp.id('a', 1), pg_temp.request('sourceless'));
  perform content.transition_request(pg_temp.id('a', 1), pg_temp.request('sourceless'), 'sourcing');
  perform content.stop_request(pg_temp.id('a', 1), pg_temp.request('sourceless'), 'failed', 'No photograph was found for "snow".');
end $$;
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.preview(brand_profile_id => pg_temp.id('a', 50)) ~ '1 square failed to_come, .*1 story failed to_come', true, 'it is to come, as it will be when it is retried');
select is((select j.subject_id from api.rerender_brand(pg_temp.id('a', 50)) j), pg_temp.id('a', 50), 'a re-render of its brand');
select pg_temp.sign_out();
select is(pg_temp.finish(pg_temp.id('a', 50)), 'stop succeeded 100%', 'does not wait for it');
select is(pg_temp.variants('sourceless'), 'square r1 failed, story r1 failed', 'and leaves its variants');
select is((select r.status || ': ' || r.failure from content.content_requests r where r.id = pg_temp.request('sourceless')), 'failed: No photograph was found for "snow".', 'and what it says as they were');

-- Without a guideline in force there would be nothing to judge pictures by.
select pg_temp.sign_in('a', 'admin');
select is((select count(*) from api.retire_guideline((select g.id from api.brand_guidelines g where g.brand_profile_id = pg_temp.id('a', 50) and g.status = 'active'))), 1::bigint, 'the guideline is retired');
select pg_temp.sign_in('a', 'editor');
update api.brand_assets set is_default = true where id = pg_temp.id('a', 53);
select is(pg_temp.preview(brand_profile_id => pg_temp.id('a', 50)) ~ 'revise', false, 'nothing is rendered again');
select is(pg_temp.preview(brand_profile_id => pg_temp.id('a', 50)) ~ '[0-9]+ square scored keep', true, 'all is kept');
select throws_ok(format('select api.revise_asset_variant(%L)', pg_temp.variant('approved', 'square')), 'VP207', 'The brand Brand of a has no active guideline.', 'no picture is revised');
select throws_ok(format('select api.retry_content_request(%L)', pg_temp.request('sourceless')), 'VP207', 'The brand Brand of a has no active guideline.', 'no request goes on, and buys');
select is(pg_temp.variants('sourceless'), 'square r1 failed, story r1 failed', 'nothing of it is done by half');
select pg_temp.sign_out();

select finish();
rollback;
