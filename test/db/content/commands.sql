-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(65);

-- The same search would be asked once.
insert into system.system_settings (organization_id, key, value) values (identity.system_organization_id(), 'integration.search_lifetime_s', '0');
delete from approval.content_approvals;
update approval.approval_workflows set status = 'retired';
create temporary table made (name text primary key, id uuid);
grant select, insert on made to public;
create function pg_temp.ask(name text) returns void language plpgsql as $$
begin
  perform pg_temp.sign_in('a', 'editor');
  with inserted as (
    insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, caption, alt_text)
    values (pg_temp.id('a', 50), pg_temp.id('a', 54), ask.name, 'spring flowers', '{instagram/square,x/post}', 'Spring', 'Flowers')
    returning id)
  insert into made select ask.name, id from inserted;
  perform pg_temp.sign_out();
end $$;
create function pg_temp.request(name text) returns content.content_requests language sql as $$
  select r from content.content_requests r join made m on m.id = r.id where m.name = request.name
$$;
create function pg_temp.job(name text, kind text default 'source_assets') returns system.background_jobs language sql as $$
  select j from system.background_jobs j join made m on m.id = j.subject_id
  where m.name = job.name and j.kind = job.kind order by j.state in ('queued', 'dispatched', 'running', 'waiting') desc limit 1
$$;
create function pg_temp.variants(name text) returns text language sql as $$
  select string_agg(format('%s r%s %s', v.placement, v.revision, v.status), ', ' order by v.platform, v.placement, v.revision)
  from content.asset_variants v join made m on m.id = v.content_request_id where m.name = variants.name
$$;
create function pg_temp.variant(name text, placement text) returns uuid language sql as $$
  select v.id from content.asset_variants v join made m on m.id = v.content_request_id
  where m.name = variant.name and v.placement = variant.placement and v.is_current
$$;
create function pg_temp.render_key(name text, placement text) returns text language sql as $$
  select v.render_key from content.asset_variants v where v.id = pg_temp.variant(render_key.name, render_key.placement)
$$;
create function pg_temp.begin_job(name text, kind text default 'source_assets') returns void language sql as $$
  update system.background_jobs set state = 'dispatched', wake_at = null where id = (pg_temp.job(name, kind)).id and state in ('queued', 'waiting');
  select system.begin_job(pg_temp.id('a', 1), (pg_temp.job(name, kind)).id);
$$;
create function pg_temp.step(name text) returns jsonb language sql as $$ select content.next_source_step(pg_temp.id('a', 1), (pg_temp.job(name)).id) $$;
create function pg_temp.render(name text, placement text) returns void language sql as $$
  select content.receive_render(pg_temp.id('a', 1), (pg_temp.job(name, 'render_variants')).id, pg_temp.variant(name, placement),
    jsonb_build_object('sha256', encode(sha256(convert_to(pg_temp.variant(name, placement)::text, 'UTF8')), 'hex'), 'bytes', 1000, 'mime_type', 'image/jpeg', 'width', 1080, 'height', 1080,
      'render_key', pg_temp.render_key(name, placement)),
    '{"version": 1, "width": 1080, "height": 1080, "bytes": 1000, "format": "jpeg", "palette": [{"hex": "#1DB954", "l": 66, "a": -60, "b": 45, "share": 1}], "texts": [], "logo": null}')
$$;
-- A request whose picture is bought and, after finish(), rendered and scored.
create function pg_temp.source(name text) returns void language plpgsql as $$
begin
  perform pg_temp.ask(name);
  perform pg_temp.begin_job(name);
  perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.step(name) ->> 'call_id')::uuid, 200, '{"items": [{"id": "1", "content_type": "photo", "orientation": "square"}]}');
  perform integration.complete_call(pg_temp.id('a', 1), (pg_temp.step(name) ->> 'call_id')::uuid, 200, '{"url": "https://cdn.example/1.jpg"}');
  perform content.receive_source(pg_temp.id('a', 1), (pg_temp.job(name)).id, (pg_temp.step(name) ->> 'call_id')::uuid,
    jsonb_build_object('sha256', encode(sha256(convert_to(name, 'UTF8')), 'hex'), 'bytes', 1000, 'mime_type', 'image/jpeg', 'width', 3000, 'height', 3000));
  perform pg_temp.begin_job(name, 'render_variants');
end $$;
create function pg_temp.finish(name text) returns void language plpgsql as $$
begin
  perform pg_temp.render(finish.name, v.placement) from content.asset_variants v join made m on m.id = v.content_request_id
  where m.name = finish.name and v.status = 'pending' order by v.placement;
  perform content.claim_render(pg_temp.id('a', 1), (pg_temp.job(name, 'render_variants')).id);
end $$;
create function pg_temp.reviewed(name text, placement text, status text) returns void language plpgsql as $$
begin
  set local session_replication_role = replica;
  update content.asset_variants v set status = reviewed.status where v.id = pg_temp.variant(reviewed.name, reviewed.placement);
  set local session_replication_role = origin;
end $$;

-- Cancelling what has not begun.
do $$ begin perform pg_temp.ask('early'); end $$;
select pg_temp.sign_in('a', 'viewer');
select throws_ok(format('select api.cancel_content_request(%L)', id), 'VP103', null, 'a viewer stops nothing') from made where name = 'early';
select pg_temp.sign_in('b', 'owner');
select throws_ok(format('select api.cancel_content_request(%L)', id), 'VP200', null, 'nor does another organisation') from made where name = 'early';
select pg_temp.sign_in('a', 'editor');
select is((select r.status from made, api.cancel_content_request(made.id) r where name = 'early'), 'cancelled', 'an editor cancels');
select throws_ok(format('select api.cancel_content_request(%L)', id), 'VP202', 'The content request is cancelled and cannot become cancelled.', 'once') from made where name = 'early';
select pg_temp.sign_out();
select is((pg_temp.job('early')).state || ', ' || pg_temp.variants('early'), 'cancelled, square r1 cancelled, post r1 cancelled', 'job and variants stop with it');
select is((select count(*) from graphile_worker.jobs q where q.key = 'source_assets:' || (pg_temp.job('early')).id), 0::bigint, 'and the queue');
select pg_temp.sign_in('a', 'reviewer');
select throws_ok(format('select api.retry_content_request(%L)', id), 'VP103', null, 'a reviewer does not take it up again') from made where name = 'early';
select pg_temp.sign_in('b', 'editor');
select throws_ok(format('select api.retry_content_request(%L)', id), 'VP200', null, 'nor does another organisation') from made where name = 'early';
select pg_temp.sign_in('a', 'editor');
select is((select r.status from made, api.retry_content_request(made.id) r where name = 'early'), 'queued', 'an editor does');
select pg_temp.sign_out();
select is(pg_temp.variants('early'), 'square r1 pending, post r1 pending', 'with its variants');

-- Cancelling under way.
do $$ begin
  perform pg_temp.ask('midway');
  perform pg_temp.begin_job('midway');
end $$;
create temporary table step as select pg_temp.step('midway') as now;
select pg_temp.sign_in('a', 'editor');
select lives_ok(format('select api.cancel_content_request(%L)', id), 'a request is cancelled while a call is under way') from made where name = 'midway';
select pg_temp.sign_out();
do $$ begin perform integration.complete_call(pg_temp.id('a', 1), (now ->> 'call_id')::uuid, 200, '{"items": []}') from step; end $$;
select is((select u.outcome from integration.api_usage u join step on u.provider_call_id = (now ->> 'call_id')::uuid), 'succeeded', 'its answer is still booked');
select is((pg_temp.step('midway')) ->> 'action', 'stop', 'but nothing more is asked');
do $$ begin perform pg_temp.source('bought'); end $$;
update content.content_requests set status = 'sourcing' where id = (pg_temp.request('bought')).id;
select pg_temp.sign_in('a', 'editor');
select lives_ok(format('select api.cancel_content_request(%L)', id), 'or after the purchase') from made where name = 'bought';
select pg_temp.sign_out();
select is((select count(*) from content.generated_assets where content_request_id = (pg_temp.request('bought')).id), 1::bigint, 'what was paid for is kept');
select is(content.claim_render(pg_temp.id('a', 1), (pg_temp.job('bought', 'render_variants')).id) ->> 'action', 'stop', 'nothing is rendered');
do $$ begin perform content.fail_render(pg_temp.id('a', 1), (pg_temp.job('bought', 'render_variants')).id, pg_temp.variant('bought', 'square'), 'late', null); end $$;
select is(pg_temp.variants('bought'), 'square r1 cancelled, post r1 cancelled', 'and what comes late changes nothing');
select ok(not content.receive_render(pg_temp.id('a', 1), (pg_temp.job('bought', 'render_variants')).id, pg_temp.variant('bought', 'square'), '{}', '{}'),
  'nor is its file kept');
select pg_temp.sign_in('a', 'editor');
select is((select r.status from made, api.retry_content_request(made.id) r where name = 'bought'), 'rendering', 'taken up again it goes on with the picture it has');
select pg_temp.sign_out();
select is((select count(*) from integration.provider_calls where subject_id = (pg_temp.request('bought')).id), 2::bigint, 'and pays for none');

-- Cancelled and taken up again while its call is under way.
create function pg_temp.answer(call_id uuid, response jsonb) returns void language sql as $$
  select integration.complete_call(pg_temp.id('a', 1), call_id, 200, response)
$$;
create function pg_temp.call(name text) returns integration.provider_calls language sql as $$
  select c from integration.provider_calls c where c.subject_id = (pg_temp.request(name)).id order by c.id desc limit 1
$$;
do $$ begin
  perform pg_temp.ask('hasty');
  perform pg_temp.begin_job('hasty');
  perform pg_temp.answer((pg_temp.step('hasty') ->> 'call_id')::uuid, '{"items": [{"id": "1", "content_type": "photo", "orientation": "square"}]}');
  perform pg_temp.step('hasty');
end $$;
select pg_temp.sign_in('a', 'editor');
select lives_ok(format('select api.cancel_content_request(%1$L), api.retry_content_request(%1$L)', id), 'a request is cancelled during a purchase and taken up again') from made where name = 'hasty';
select pg_temp.sign_out();
do $$ begin perform pg_temp.begin_job('hasty'); end $$;
select is(pg_temp.step('hasty') ->> 'action', 'wait', 'the new job waits for the answer to the former one''s call');
select is((pg_temp.call('hasty')).state, 'sent', 'which is not given up');
do $$ begin perform pg_temp.answer((pg_temp.call('hasty')).id, '{"url": "https://cdn.example/1.jpg"}'), pg_temp.begin_job('hasty'); end $$;
select is(pg_temp.step('hasty') ->> 'action', 'fetch', 'and goes on with it');
select is((select count(*) from integration.provider_calls where subject_id = (pg_temp.request('hasty')).id), 2::bigint, 'nothing is bought twice');

-- A worker was thought dead while its answer was on the way.
do $$ begin
  perform pg_temp.ask('late');
  perform pg_temp.begin_job('late');
  perform pg_temp.answer((pg_temp.step('late') ->> 'call_id')::uuid, '{"items": [{"id": "1", "content_type": "photo", "orientation": "square"}]}');
  perform pg_temp.step('late'), pg_temp.step('late');
end $$;
select is((pg_temp.request('late')).status || ' ' || (pg_temp.call('late')).state, 'needs_attention needs_attention', 'a purchase without an answer needs a person');
do $$ begin perform pg_temp.answer((pg_temp.call('late')).id, '{"url": "https://cdn.example/1.jpg"}'); end $$;
select is((pg_temp.request('late')).status, 'queued', 'until its answer comes after all');
select is((pg_temp.job('late')).requested_by, pg_temp.id('a', 13), 'on behalf of who asked');
do $$ begin perform pg_temp.begin_job('late'); end $$;
select is(pg_temp.step('late') ->> 'action', 'fetch', 'then the picture is fetched');
select is((select count(*) from integration.provider_calls where subject_id = (pg_temp.request('late')).id), 2::bigint, 'and not bought again');
do $$ begin perform system.cancel_jobs(pg_temp.id('a', 1), m.id) from made m where m.name in ('hasty', 'late'); end $$;

-- Revising.
do $$ begin perform pg_temp.source('edited'); end $$;
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select api.revise_asset_variant(%L)', v.id), 'VP202', 'The variant instagram/square is pending and cannot become superseded.', 'what is being made is not revised')
from api.asset_variants v join made m on m.id = v.content_request_id where m.name = 'edited' and v.placement = 'square';
select pg_temp.sign_out();
do $$ begin perform pg_temp.finish('edited'); end $$;
select is((pg_temp.request('edited')).status, 'ready', 'the request is ready');
create temporary table former as select pg_temp.variant('edited', 'square') as id;
grant select on former to public;
do $$ begin perform pg_temp.reviewed('edited', 'square', 'approved'); end $$;
select pg_temp.sign_in('a', 'reviewer');
select throws_ok(format('select api.revise_asset_variant(%L)', id), 'VP103', null, 'a reviewer does not revise') from former;
select pg_temp.sign_in('b', 'editor');
select throws_ok(format('select api.revise_asset_variant(%L)', id), 'VP200', null, 'nor does another organisation') from former;
select pg_temp.sign_in('a', 'editor');
select throws_ok(format($$ select api.revise_asset_variant(%L, '{"headline": 1}') $$, id), 'VP201', null, 'nor with copy that is no text') from former;
select is((select (r.revision, r.status, r.is_current, r.caption, r.alt_text, r.copy, r.created_by, r.generated_asset_id is not null)::text from former, api.revise_asset_variant(former.id, '{"headline": "New"}', 'Summer') r),
  (2, 'pending', true, 'Summer', 'Flowers', '{"headline": "New"}'::jsonb, pg_temp.id('a', 13), true)::text, 'an editor makes a new revision of an approved variant; what is left out stays');
select is((select (v.status, v.is_current, v.caption)::text from api.asset_variants v join former using (id)), '(superseded,f,Spring)', 'the former one is superseded and stays readable');
select throws_ok(format('select api.revise_asset_variant(%L)', id), 'VP202', 'The variant instagram/square is superseded and cannot become so again.', 'an old revision is not revised') from former;
select pg_temp.sign_out();
select is((pg_temp.request('edited')).status || ' ' || (pg_temp.job('edited', 'render_variants')).state, 'rendering dispatched', 'it is being rendered');
do $$ begin perform pg_temp.begin_job('edited', 'render_variants'); end $$;
select is((select (jsonb_array_length(b -> 'variants'), b #>> '{variants,0,asset_variant_id}')::text from content.claim_render(pg_temp.id('a', 1), (pg_temp.job('edited', 'render_variants')).id) b),
  (1, pg_temp.variant('edited', 'square'))::text, 'alone');
-- Somebody revises the other one while the renderer is at it.
select pg_temp.sign_in('a', 'editor');
select lives_ok(format('select api.revise_asset_variant(%L, null, null, %L)', v.id, 'A post'), 'another variant is revised meanwhile')
from api.asset_variants v join made m on m.id = v.content_request_id where m.name = 'edited' and v.placement = 'post';
select pg_temp.sign_out();
do $$ begin perform pg_temp.render('edited', 'square'); end $$;
select is((pg_temp.request('edited')).status, 'rendering', 'the request waits for it');
select is((select jsonb_array_length(b -> 'variants') from content.claim_render(pg_temp.id('a', 1), (pg_temp.job('edited', 'render_variants')).id) b), 1, 'and the running job takes it');
do $$ begin perform pg_temp.finish('edited'); end $$;
select is(pg_temp.variants('edited'), 'square r1 superseded, square r2 scored, post r1 superseded, post r2 scored', 'both are scored');
select is((pg_temp.request('edited')).status, 'ready', 'and the request is ready again');
select is((select count(*) from integration.provider_calls where subject_id = (pg_temp.request('edited')).id), 2::bigint, 'revisions cost nothing');
do $$ begin perform pg_temp.source('unfit'); end $$;
do $$ begin
  perform content.fail_render(pg_temp.id('a', 1), (pg_temp.job('unfit', 'render_variants')).id, pg_temp.variant('unfit', placement), 'The headline does not fit.', pg_temp.render_key('unfit', placement))
  from unnest('{square,post}'::text[]) placement;
  perform content.claim_render(pg_temp.id('a', 1), (pg_temp.job('unfit', 'render_variants')).id);
end $$;
select is((pg_temp.request('unfit')).status || ' ' || (pg_temp.job('unfit', 'render_variants')).state, 'failed failed', 'when nothing fits the request fails');
select pg_temp.sign_in('a', 'editor');
select is((select r.revision from made m join api.asset_variants v on v.content_request_id = m.id and v.placement = 'square', api.revise_asset_variant(v.id, '{"headline": "Hi"}') r where m.name = 'unfit'), 2, 'other words make it go');
select pg_temp.sign_out();
select is(pg_temp.variants('unfit'), 'square r1 superseded, square r2 pending, post r1 failed', 'for that placement');

-- Publishing.
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select api.record_publication(%L, %L)', v.id, 'ig-1'), 'VP202', 'The variant instagram/square is scored and cannot become published.', 'what is not approved is not published')
from api.asset_variants v join made m on m.id = v.content_request_id where m.name = 'edited' and v.placement = 'square' and v.is_current;
select pg_temp.sign_out();
create function pg_temp.hint(command text) returns text language plpgsql as $$
declare
  hint text;
begin
  execute command;
exception when others then
  get stacked diagnostics hint = pg_exception_hint;
  return hint;
end $$;
select pg_temp.sign_in('a', 'editor');
select is(pg_temp.hint(format('select api.record_publication(%L, %L)', v.id, 'ig-1')), 'Call submit_for_review to have it approved, or revise_asset_variant to change it.', 'the hint names what to call')
from api.asset_variants v join made m on m.id = v.content_request_id where m.name = 'edited' and v.placement = 'square' and v.is_current;
select pg_temp.sign_out();
do $$ begin perform pg_temp.reviewed('edited', 'square', 'approved'), pg_temp.reviewed('edited', 'post', 'approved'); end $$;
create temporary table approved as select pg_temp.variant('edited', 'square') as square, pg_temp.variant('edited', 'post') as post;
grant select on approved to public;
select pg_temp.sign_in('a', 'reviewer');
select throws_ok(format('select api.record_publication(%L, %L)', square, 'ig-1'), 'VP103', null, 'a reviewer publishes nothing') from approved;
select pg_temp.sign_in('b', 'editor');
select throws_ok(format('select api.record_publication(%L, %L)', square, 'ig-1'), 'VP200', null, 'nor does another organisation') from approved;
select pg_temp.sign_in('a', 'editor');
select throws_ok(format('select api.record_publication(%L, %L)', square, ' '), 'VP201', null, 'a post has an id') from approved;
select throws_ok(format('select api.record_publication(%L, %L, null, now() + interval %L)', square, 'ig-1', '1 day'), 'VP201', null, 'and has happened') from approved;
select throws_ok(format('select api.record_publication(%L, %L, null, %L)', square, 'ig-1', long_ago), 'VP201', 'published_at is before 2000.', 'on a day that every time zone can tell: ' || long_ago)
from approved, unnest('{4714-11-24 00:00:00+00 BC,-infinity}'::text[]) long_ago;
select throws_ok(format('select api.record_publication(%L, %L, %L)', square, 'ig-1', 'javascript:alert(1)'), '23514', null, 'its address is one of the web') from approved;
create temporary table posts (n int, id uuid);
grant select, insert on posts to public;
select is((select (p.platform, p.external_id, p.url, p.published_at, p.recorded_by)::text from approved, api.record_publication(square, 'ig-1', 'https://instagram.com/p/1', '2026-01-02') p),
  ('instagram', 'ig-1', 'https://instagram.com/p/1', '2026-01-02'::timestamptz, pg_temp.id('a', 13))::text, 'an approved variant is published');
select is((select v.status from api.asset_variants v join approved on v.id = square), 'published', 'and says so');
select lives_ok(format('select api.record_publication(%L, %L)', square, 'ig-1'), 'the same again') from approved;
select is((select count(*) from api.publications p join approved on p.asset_variant_id = square), 1::bigint, 'is the same publication');
select lives_ok(format('select api.record_publication(%L, %L)', square, 'ig-2'), 'a variant may be posted twice') from approved;
select lives_ok(format('select api.record_publication(%L, %L)', post, 'ig-1'), 'another platform has its own ids') from approved;
select throws_ok(format('select api.record_publication(%L, %L)', pg_temp.id('a', 62), '2'), 'VP202', null, 'a variant in review is not published');
select pg_temp.sign_out();

select * from finish();
rollback;
