-- include: fixtures/two_tenants.sql
-- include: fixtures/many_rows.sql
begin;
set search_path = extensions, public;
set local max_parallel_workers_per_gather = 0;
-- As in a REST request: what a function answers as an error, it does not raise.
set local request.method = 'POST';
select no_plan();

-- Every index of the product under its own name; those of partitions under their parent's.
create temporary view every_index as
select i.indexrelid as oid, c.relname as name, root.relname as parent_name, i.indisunique as guards_data
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_class root on root.oid = coalesce(pg_partition_root(i.indexrelid), i.indexrelid)
where c.relnamespace::regnamespace::text in ('identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics');
create temporary table product_indexes as select * from every_index;
-- What nobody reads from end to end to find a few rows.
create temporary table big_tables as
select c.oid, c.relname as name
from pg_class c
where c.relkind in ('r', 'm') and c.reltuples >= 1000
  and c.relnamespace::regnamespace::text in ('identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics');
create temporary table proven (index_name text);

create function pg_temp.scans() returns jsonb language sql as $$
  select jsonb_object_agg(oid, pg_stat_get_xact_numscans(oid)) from (select oid from product_indexes union all select oid from big_tables) r
$$;

-- Runs a statement in a role and takes it back. Passes if it used these indexes, and read no big table from end to end.
create function pg_temp.uses(description text, role text, statement text, variadic expected text[]) returns text language plpgsql as $$
declare
  before constant jsonb := pg_temp.scans();
  scanned oid[];
  used text[];
  faults text[] := '{}';
begin
  begin
    if role like 'vp_%' then
      execute format('set local role %I', role);
    else
      perform pg_temp.sign_in('a', role);
    end if;
    execute statement;
    raise exception using errcode = 'ZZ000';
  exception
    when sqlstate 'ZZ000' then null;
    when others then faults := array[sqlerrm];
  end;
  scanned := array(select s.key::oid from jsonb_each(pg_temp.scans()) s where s.value > before -> s.key);
  used := array(select distinct parent_name::text from product_indexes where oid = any (scanned) order by 1);
  faults := faults || array(
    select 'reads all of ' || name from big_tables where oid = any (scanned)
    union all
    select format('uses %s, not %s', used, e) from unnest(expected) e where e <> all (used));
  insert into proven select unnest(expected);
  return ok(faults = '{}', description) || case when faults = '{}' then '' else E'\n' || diag(faults::text) end;
end $$;

-- The plan of a member's query, as it ran. Passes if it used these indexes ("only": and nothing else of the table), read no big
-- table from end to end, found the tenant once for all rows, and can take a first page without sorting. (Few rows are sorted all
-- the same: so sorting is discouraged.)
create function pg_temp.reads(description text, role text, query text, variadic expected text[]) returns text language plpgsql as $$
declare
  plan jsonb;
  faults text[];
begin
  begin
    perform pg_temp.sign_in('a', role);
    perform set_config('enable_sort', 'off', true) where query ~ ' limit ';
    execute 'explain (analyze, costs off, timing off, summary off, format json) ' || query into plan;
    raise exception using errcode = 'ZZ000';
  exception when sqlstate 'ZZ000' then
    null;
  end;
  faults := array(
    select 'reads all of ' || (n ->> 'Relation Name')
    from jsonb_path_query(plan, 'strict $.** ? (@."Node Type" == "Seq Scan")') n join big_tables b on b.name = n ->> 'Relation Name'
    union all
    select 'does not use ' || e from unnest(expected) e
    where not exists (
      select
      from jsonb_path_query(plan, 'strict $.** ? (@."Node Type" like_regex "Index")') n join product_indexes i on i.name = n ->> 'Index Name'
      where e in (i.parent_name, case n ->> 'Node Type' when 'Index Only Scan' then 'only ' || i.parent_name end))
    union all
    select 'no InitPlan finds the tenant'
    where not jsonb_path_exists(plan, 'strict $.** ? (@."Parent Relationship" == "InitPlan" && @."Actual Loops" == 1)')
    union all
    select 'an InitPlan runs more than once'
    where jsonb_path_exists(plan, 'strict $.** ? (@."Parent Relationship" == "InitPlan" && @."Actual Loops" > 1)')
    union all
    select 'sorts before it takes the first rows'
    where jsonb_path_exists(plan, '$[0].Plan ? (@."Node Type" == "Limit").Plans[*] ? (@."Node Type" like_regex "Sort")'));
  insert into proven select regexp_replace(e, '^only ', '') from unnest(expected) e;
  return ok(faults = '{}', description) || case when faults = '{}' then '' else E'\n' || diag(faults::text || E'\n' || jsonb_pretty(plan)) end;
end $$;

create temporary table day as select at as begins, at + interval '1 day' as ends from many where n = 8000;

-- What clients read, newest first (ids are made in the order of time).
select pg_temp.reads('requests of a status, newest first', 'viewer',
  $$ select * from api.content_requests where status = 'failed' order by id desc limit 20 $$, 'content_requests_status_idx');
select pg_temp.reads('requests of a brand, newest first', 'viewer', format(
  $$ select * from api.content_requests where brand_profile_id = %L order by id desc limit 20 $$, pg_temp.nth(51, 151)), 'content_requests_brand_profile_idx');
select pg_temp.reads('my requests, newest first', 'editor', format(
  $$ select * from api.content_requests where created_by = %L order by id desc limit 20 $$, pg_temp.id('a', 13)), 'content_requests_created_by_idx');
select pg_temp.reads('a page of requests', 'viewer', $$ select * from api.content_requests order by id desc limit 20 $$, 'content_requests_pkey');
select pg_temp.reads('variants of a request', 'viewer', format(
  $$ select * from api.asset_variants where content_request_id = %L and is_current $$, pg_temp.nth(60, 5000)), 'asset_variants_current_key');
select pg_temp.reads('variants of a status, newest first', 'viewer',
  $$ select * from api.asset_variants where status = 'in_review' order by id desc limit 20 $$, 'asset_variants_status_idx');
select pg_temp.reads('variants that look like one', 'viewer',
  $$ select id from api.asset_variants where platform = 'fixture' and placement = 'square' and is_current and phash is not null
     and core.hamming_distance(phash, '00000000000000f0') <= 6 $$, 'asset_variants_phash_idx');
select pg_temp.reads('pictures of a request', 'viewer', format(
  $$ select * from api.generated_assets where content_request_id = %L $$, pg_temp.nth(60, 5000)), 'generated_assets_content_request_idx');
select pg_temp.reads('variants side by side', 'viewer', format(
  $$ select * from api.variant_overview where content_request_id = %L and is_current $$, pg_temp.nth(60, 5000)),
  'asset_variants_current_key', 'compliance_results_asset_variant_idx', 'compliance_checks_pkey', 'publications_asset_variant_idx', 'content_analytics_publication_idx', 'api_usage_subject_idx');
select pg_temp.reads('jobs of a request', 'viewer', format(
  $$ select * from api.background_jobs where subject_id = %L order by id desc limit 5 $$, pg_temp.nth(60, 5000)), 'background_jobs_subject_idx');
select pg_temp.reads('jobs that run', 'viewer', $$ select * from api.background_jobs where state in ('dispatched', 'running') $$, 'background_jobs_in_flight_idx');
select pg_temp.reads('files, newest first', 'viewer', $$ select id, filename from api.files order by id desc limit 20 $$, 'files_pkey');
select pg_temp.reads('a file by its content', 'viewer', format(
  $$ select id, filename from api.files where sha256 = %L $$, encode(sha256('100'), 'hex')), 'files_sha256_idx');
select pg_temp.reads('assets of a brand', 'viewer', format(
  $$ select * from api.brand_assets where brand_profile_id = %L and kind = 'font' $$, pg_temp.id('a', 50)), 'brand_assets_brand_profile_idx');
select pg_temp.reads('where an asset is used', 'viewer', format(
  $$ select * from api.brand_asset_usage where brand_asset_id = %L $$, pg_temp.nth(53, 50)), 'brand_assets_pkey', 'only variant_assets_current_idx', 'variant_assets_brand_asset_idx');
select pg_temp.reads('variants that show an asset', 'viewer', format(
  $$ select asset_variant_id from api.variant_assets where brand_asset_id = %L and is_current limit 20 $$, pg_temp.nth(53, 50)), 'variant_assets_current_idx');
select pg_temp.reads('assets that a variant shows', 'viewer', format(
  $$ select * from api.variant_assets where asset_variant_id = %L $$, pg_temp.nth(62, 5000)), 'variant_assets_pkey');
select pg_temp.reads('open approvals for a role, oldest first', 'reviewer',
  $$ select * from api.content_approvals where status = 'open' and approver_role = 'reviewer' order by opened_at limit 20 $$, 'content_approvals_open_idx');
select pg_temp.reads('what is mine to decide', 'reviewer', format(
  $$ select asset_variant_id from api.content_approvals
     where status = 'open' and approver_role = 'reviewer' and (assigned_to is null or assigned_to = %L) order by opened_at limit 20 $$, pg_temp.id('a', 12)),
  'only content_approvals_open_idx');
select pg_temp.reads('approvals of a variant', 'viewer', format(
  $$ select * from api.content_approvals where asset_variant_id = %L $$, pg_temp.nth(62, 5000)), 'content_approvals_organization_id_asset_variant_id_id_key');
select pg_temp.reads('what is said about a variant, in order', 'viewer', format(
  $$ select * from api.approval_comments where asset_variant_id = %L order by id limit 20 $$, pg_temp.nth(62, 5000)), 'approval_comments_asset_variant_idx');
select pg_temp.reads('what a check found in current scores', 'viewer',
  $$ select * from api.compliance_violations where check_key = 'palette' $$, 'compliance_checks_violation_idx');
select pg_temp.reads('what keeps a variant from full marks', 'viewer', format(
  $$ select * from api.compliance_violations where asset_variant_id = %L $$, pg_temp.nth(62, 5050)), 'compliance_checks_pkey');
select pg_temp.reads('a score check by check', 'viewer', format(
  $$ select * from api.compliance_checks where compliance_result_id = %L $$, pg_temp.nth(64, 5050)), 'compliance_checks_pkey', 'compliance_results_pkey');
select pg_temp.reads('publications of a variant', 'viewer', format(
  $$ select * from api.publications where asset_variant_id = %L $$, pg_temp.nth(62, 5000)), 'publications_asset_variant_idx');
select pg_temp.reads('a publication by its post', 'viewer',
  $$ select * from api.publications where platform = 'fixture' and external_id = 'post 5000' $$, 'publications_organization_id_platform_external_id_key');
select pg_temp.reads('figures of a publication', 'viewer', format(
  $$ select captured_at, value from api.content_analytics where publication_id = %L and metric = 'views' order by captured_at desc limit 20 $$, pg_temp.nth(65, 5000)),
  'only content_analytics_publication_idx');
select pg_temp.reads('calls that wait for a decision', 'editor',
  $$ select * from api.provider_calls where state = 'needs_attention' order by id desc limit 20 $$, 'provider_calls_attention_idx');
select pg_temp.reads('calls of a request', 'editor', format(
  $$ select * from api.provider_calls where subject_id = %L $$, pg_temp.nth(60, 5000)), 'provider_calls_subject_idx');
select pg_temp.reads('what a request cost', 'viewer', format(
  $$ select currency, sum(cost) from api.api_usage where subject_id = %L group by currency $$, pg_temp.nth(60, 5000)), 'only api_usage_subject_idx');
select pg_temp.reads('usage of a day, newest first', 'viewer', format(
  $$ select * from api.api_usage where occurred_at >= %L and occurred_at < %L order by occurred_at desc limit 20 $$, day.begins, day.ends),
  'api_usage_occurred_at_idx') from day;
select pg_temp.reads('the log of a record, newest first', 'admin', format(
  $$ select * from api.user_activity_logs where table_name = 'content.content_requests' and record_id = %L order by occurred_at desc limit 20 $$, pg_temp.nth(60, 5000)),
  'user_activity_logs_record_idx');
select pg_temp.reads('the log of a person, newest first', 'admin', format(
  $$ select * from api.user_activity_logs where user_id = %L order by occurred_at desc limit 20 $$, pg_temp.id('a', 13)), 'user_activity_logs_user_idx');
select pg_temp.reads('the log of a day, newest first', 'admin', format(
  $$ select * from api.user_activity_logs where occurred_at >= %L and occurred_at < %L order by occurred_at desc limit 20 $$, day.begins, day.ends),
  'user_activity_logs_occurred_at_idx') from day;
select pg_temp.reads('organisations that I belong to', 'viewer', format(
  $$ select organization_id, role from api.user_organizations where user_id = %L and status = 'active' $$, pg_temp.id('a', 11)), 'only user_organizations_live_idx');

-- What functions of the database do, run as the role that calls them.
select pg_temp.uses('signing in', 'vp_anon', $$ select api.sign_in('person7@many.example', 'many rows') $$,
  'users_email_key', 'user_organizations_live_idx', 'sessions_membership_idx');
select pg_temp.uses('refreshing a session', 'vp_anon', $$ select api.refresh_session('refresh 8') $$, 'sessions_refresh_token_hash_key');
select pg_temp.uses('a refresh token used twice', 'vp_anon', $$ select api.refresh_session('spent 8') $$, 'sessions_previous_refresh_token_hash_idx');
select pg_temp.uses('signing in with a key', 'vp_anon', $$ select api.sign_in_with_api_key('key 8') $$, 'api_keys_key_hash_key');
select pg_temp.uses('revoking a key ends its sessions', 'admin', format(
  $$ update api.api_keys set revoked_at = now() where organization_id = identity.org_id() and id = %L $$, pg_temp.nth(3, 150)), 'sessions_api_key_idx');
select pg_temp.uses('inviting somebody', 'admin', $$ select api.invite_member('somebody@new.example', 'viewer') $$, 'users_email_key', 'invitations_open_key');
insert into identity.invitations (organization_id, email, role, token_hash, invited_by)
values (pg_temp.id('b', 1), 'viewer@a.example', 'viewer', sha256('viewer''s invitation'), pg_temp.id('b', 14));
select pg_temp.uses('taking up an invitation', 'viewer', $$ select api.accept_invitation('viewer''s invitation') $$, 'invitations_token_hash_key');
select pg_temp.uses('dispatching', 'vp_worker', $$ select system.dispatch_all() $$, 'background_jobs_queue_idx', 'background_jobs_in_flight_idx', 'background_jobs_pkey');
select pg_temp.uses('making a job that there is', 'vp_definer', format(
  $$ select system.create_job(%L, 'source_assets', %L) $$, pg_temp.id('a', 1), pg_temp.nth(60, 9500)), 'background_jobs_live_key');
select core.enqueue(jsonb_agg(jsonb_build_object('task', kind, 'payload', '{}', 'job_key', system.job_key(kind, id))))
from system.background_jobs where state = 'dispatched';
select pg_temp.uses('recovering jobs', 'vp_worker', $$ select system.recover_jobs() $$, 'background_jobs_in_flight_idx');
select pg_temp.uses('expiring uploads', 'vp_worker', $$ select system.expire_uploads() $$, 'files_pending_idx');
select pg_temp.uses('announcing an upload', 'editor', format(
  $$ select api.create_upload('logo', 'a.png', 'image/png', 1, %L) $$, repeat('0', 64)), 'files_sha256_idx');
select pg_temp.uses('storing a file', 'vp_definer', format(
  $$ select system.store_file(%L, 'variant', 'a.png', 'image/png', 1, %L, 1, 1) $$, pg_temp.id('a', 1), encode(sha256('100'), 'hex')), 'files_sha256_idx');
select pg_temp.uses('a change of priority', 'editor', format(
  $$ update api.content_requests set priority = 5 where id = %L $$, pg_temp.nth(60, 9500)), 'background_jobs_subject_idx');
select pg_temp.uses('cancelling a request', 'editor', format(
  $$ select api.cancel_content_request(%L) $$, pg_temp.nth(60, 9500)), 'background_jobs_subject_idx', 'asset_variants_organization_id_content_request_id_platform__key');
select pg_temp.uses('retrying a request', 'editor', format(
  $$ select api.retry_content_request(%L) $$, pg_temp.nth(60, 50)), 'provider_calls_subject_idx', 'generated_assets_content_request_idx');
select pg_temp.uses('a focal point', 'editor', format(
  $$ select api.set_focal_point(%L, 0.5, 0.5) $$, pg_temp.nth(61, 50)), 'generated_assets_expanded_from_idx', 'asset_variants_generated_asset_idx');
select pg_temp.uses('the same request again', 'editor', format(
  $$ insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, idempotency_key)
     select %L, %L, 'Request', 'spring', '{fixture/square}', 'the same' from generate_series(1, 2) $$, pg_temp.id('a', 50), pg_temp.nth(54, 100)),
  'content_requests_idempotency_key');
select pg_temp.uses('a new request', 'editor', format(
  $$ insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements)
     values (%L, %L, 'Request', 'spring', '{fixture/square}') $$, pg_temp.id('a', 50), pg_temp.nth(54, 100)), 'brand_guidelines_active_key');
update system.background_jobs set state = 'running' where id in (pg_temp.nth(40, 9450), pg_temp.nth(40, 9950));
select pg_temp.uses('the next step to a source', 'vp_worker', format(
  $$ select content.next_source_step(%L, %L) $$, pg_temp.id('a', 1), pg_temp.nth(40, 9450)), 'provider_calls_organization_id_call_key_attempt_key');
select pg_temp.uses('what is to be rendered', 'vp_worker', format(
  $$ select content.claim_render(%L, %L) $$, pg_temp.id('a', 1), pg_temp.nth(40, 9950)), 'brand_assets_brand_profile_idx', 'asset_variants_render_key_idx');
insert into brand.content_templates (organization_id, id, slug, name, brand_profile_id, layout)
select pg_temp.id('a', 1), pg_temp.nth(59, 100), 'template-100', 'Template', pg_temp.id('a', 50), '{"background": "#FFFFFF", "layers": [{"id": "photo", "type": "image", "fit": "contain"}]}';
select pg_temp.uses('what a new version of a template touches', 'viewer', format(
  $$ select api.preview_rerender(%L) $$, pg_temp.nth(59, 100)), 'content_requests_template_idx', 'asset_variants_current_key');
select pg_temp.uses('what a brand''s new logo touches', 'viewer', format(
  $$ select api.preview_rerender(brand_profile_id => %L) $$, pg_temp.nth(51, 150)), 'content_requests_brand_profile_idx', 'asset_variants_current_key');
update system.background_jobs set kind = 'rerender_variants', state = 'running', finished_at = null, wake_at = null,
  payload = jsonb_build_object('brand_profile_id', pg_temp.id('a', 50), 'include_published', false)
where id = pg_temp.nth(40, 50);
select pg_temp.uses('going on with a re-render', 'vp_worker', format(
  $$ select content.advance_rerender(%L, %L) $$, pg_temp.id('a', 1), pg_temp.nth(40, 50)), 'rerendered_requests_state_idx');
select pg_temp.uses('the same search, asked before', 'vp_definer', format(
  $$ select integration.find_search(%L, 'freepik', '{"term": "spring"}') $$, pg_temp.id('a', 1)), 'provider_calls_search_idx');
select pg_temp.uses('ending calls whose jobs are gone', 'vp_worker', 'select integration.recover_calls()', 'provider_calls_sent_idx', 'provider_calls_open_idx');
select pg_temp.uses('a webhook that came before the answer', 'vp_worker', (
  select format('select integration.accept_call(%L, %L, ''a new task'', 200)', c.organization_id, c.id) from integration.provider_calls c where c.state = 'sent' limit 1),
  'provider_events_task_idx');
select pg_temp.uses('diagnosing', 'vp_monitor', 'select * from analytics.diagnose()', 'background_jobs_failed_idx', 'content_requests_open_idx',
  'provider_calls_attention_idx', 'provider_events_unapplied_idx', 'spend_months_month_idx', 'subject_spends_reserved_idx');
select pg_temp.uses('lost calls that a stray task may be of', 'vp_definer', $$ select integration.match_strays('freepik', 'flux_dev', 'platform', '{stray}', now()) $$, 'provider_calls_sought_idx');
select pg_temp.uses('calls whose price is in question', 'editor', $$ select * from api.provider_calls where booked_outcome = 'unknown' $$, 'provider_calls_unknown_idx');
select pg_temp.uses('webhooks of the past', 'vp_worker', 'select integration.forget_events(1000)', 'provider_events_received_at_idx');
select pg_temp.uses('sessions of the past', 'vp_worker', 'select identity.forget_sessions(1000)', 'sessions_expires_at_idx');
select pg_temp.uses('waking jobs', 'vp_worker', 'select system.wake_jobs()', 'background_jobs_waiting_idx');
select pg_temp.uses('scoring', 'vp_definer', format(
  $$ select content.score_variants(%L, %L) $$, pg_temp.id('a', 1), array[pg_temp.nth(62, 5000)]),
  'measurements_asset_variant_key', 'brand_guidelines_active_key', 'compliance_results_asset_variant_idx');
select pg_temp.uses('the next variants to score again', 'vp_definer', format(
  $$ select content.scored_variants(%L, jsonb_build_object('brand_guideline_id', (select max(g.id::text) from brand.brand_guidelines g where g.organization_id = %1$L and g.brand_profile_id = %L), 'filters', '{"same_version": true}'::jsonb), %L, 100) $$,
  pg_temp.id('a', 1), pg_temp.id('a', 50), pg_temp.nth(62, 5000)), 'asset_variants_pkey');
select pg_temp.uses('simulating other guidelines', 'viewer', format($$ select * from api.simulate_guidelines(%L) $$, pg_temp.id('a', 50)), 'compliance_results_brand_guideline_idx', 'asset_variants_superseded_idx');
-- Of a version that came before there may be a million results, none of them current.
create function pg_temp.filters_of_results() returns setof text language plpgsql as $$
declare
  plan jsonb;
begin
  execute format('explain (format json) select g.version from content.scored_guidelines(%L, %L) g', pg_temp.id('a', 1), pg_temp.id('a', 50)) into plan;
  return query select coalesce(n ->> 'Filter', 'none') from jsonb_path_query(plan, 'strict $.** ? (@."Relation Name" == "compliance_results")') n;
end $$;
select results_eq('select pg_temp.filters_of_results()', array['none'], 'versions with current scores are found without reading scores of the past');
select pg_temp.uses('what a score depends on', 'vp_definer', format($$ select content.scoring_facts(%L, %L) $$, pg_temp.id('a', 1), array[pg_temp.nth(62, 5000)]), 'asset_variants_published_idx');
select pg_temp.uses('recording a publication', 'editor', format(
  $$ select api.record_publication(%L, 'post 5000') $$, pg_temp.nth(62, 5000)), 'publications_organization_id_platform_external_id_key');
select pg_temp.uses('taking in figures', 'editor', format(
  $$ select api.ingest_metrics('[{"platform": "fixture", "external_id": "post 5000", "native_metric": "views", "kind": "cumulative", "value": 7, "captured_at": "%s"}]') $$, now()),
  'publications_organization_id_platform_external_id_key');
select pg_temp.uses('deciding', 'reviewer', format(
  $$ select api.decide_approvals(%L, 'reject', 'Too dark.') $$, array[pg_temp.nth(72, 9200)]), 'content_approvals_slot_key');
select pg_temp.uses('a member whose decision was asked leaves', 'owner', format(
  $$ update api.user_organizations set status = 'removed' where organization_id = identity.org_id() and user_id = %L $$, pg_temp.id('a', 12)),
  'content_approvals_assigned_to_idx');
select pg_temp.uses('a new step', 'admin', format(
  $$ insert into api.approval_steps (approval_workflow_id, position, name, approver_role) values (%L, 2, 'Second', 'admin') $$, pg_temp.nth(70, 100)),
  'content_approvals_workflow_idx');
insert into approval.approval_steps (organization_id, id, approval_workflow_id, position, name, approver_role)
values (pg_temp.id('a', 1), pg_temp.nth(75, 1), pg_temp.nth(70, 100), 3, 'Third', 'admin');
select pg_temp.uses('taking a step out', 'admin', format($$ delete from api.approval_steps where id = %L $$, pg_temp.nth(75, 1)), 'content_approvals_step_idx');

-- Search: behind a policy these operators would lose their indexes.
select pg_temp.uses('assets by words', 'viewer', $$ select * from api.search_assets('winter') $$, 'brand_assets_search_idx');
select pg_temp.uses('assets by a name that is nearly right', 'viewer', $$ select * from api.search_assets('Winter pictre 1050') $$, 'brand_assets_name_trgm_idx');
select pg_temp.uses('assets by tags', 'viewer', $$ select * from api.search_assets('', '{"tags": ["tag7", "all"]}') $$, 'brand_assets_tags_idx');
select pg_temp.uses('assets by metadata', 'viewer', $$ select * from api.search_assets('', '{"metadata": {"shoot": 7}}') $$, 'brand_assets_metadata_idx');

-- Roll-ups go on from where they were and read the fresh facts only.
insert into system.rollup_cursors (name, next_xid, system_identifier)
select c.name, m.xid, system.system_identifier()
from (values ('daily_usage_summaries', 9980), ('brand_compliance_analytics', 9380), ('check_decisions', 8980)) c (name, n) join many m using (n)
on conflict (name) do update set next_xid = excluded.next_xid, system_identifier = excluded.system_identifier;
select pg_temp.uses('rolling up usage', 'vp_worker', 'select integration.advance_usage()', 'api_usage_xid_idx');
select pg_temp.uses('rolling up compliance', 'vp_worker', 'select analytics.advance_compliance()', 'compliance_results_xid_idx', 'compliance_results_asset_variant_idx');
select pg_temp.uses('rolling up decisions', 'vp_worker', 'select analytics.advance_agreement()', 'review_decisions_xid_idx', 'compliance_checks_pkey', 'compliance_results_pkey');
select pg_temp.reads('how far people agree with checks', 'viewer', format(
  $$ select * from api.check_agreement where brand_profile_id = %L $$, pg_temp.nth(51, 151)), 'check_decisions_pkey');
select pg_temp.uses('learning from decisions', 'viewer', format(
  $$ select * from api.suggest_rules(%L) $$, pg_temp.id('a', 50)), 'review_decisions_brand_profile_idx', 'compliance_results_pkey');
select pg_temp.uses('daily performance', 'viewer', 'select * from api.content_performance_daily', 'content_performance_daily_key');
select pg_temp.uses('monthly compliance', 'viewer', 'select * from api.brand_compliance_monthly', 'brand_compliance_monthly_key');
select pg_temp.uses('what costs most', 'viewer', 'select * from api.violation_ranking', 'violation_ranking_key');

-- The tenant is found once a statement, not once a row.
set local track_functions = 'pl';
create function pg_temp.calls(query text) returns bigint language plpgsql as $$
declare
  before constant bigint := coalesce(pg_stat_get_xact_function_calls('identity.org_id(text)'::regprocedure), 0);
begin
  perform pg_temp.sign_in('a', 'admin');
  execute query;
  perform pg_temp.sign_out();
  return pg_stat_get_xact_function_calls('identity.org_id(text)'::regprocedure) - before;
end $$;
select is(pg_temp.calls(format('select * from %s', relation)), 1::bigint, format('%s: the tenant is found once for %s rows', relation, 200))
from unnest('{api.content_requests,api.background_jobs,api.user_activity_logs,api.api_usage,api.publications}'::text[]) relation;

-- What a foreign key's index is for: to find, when the row that it names goes, whether another names it.
create temporary table foreign_keys as
select k.oid, k.conname, k.conrelid, k.confrelid,
  array(select a.attname::text from unnest(k.conkey) with ordinality c (n, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.n order by c.place) as columns,
  array(select format('%I::%s', a.attname, format_type(a.atttypid, null)) from unnest(k.confkey) with ordinality c (n, place)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.n order by c.place) as referenced
from pg_constraint k
join pg_class c on c.oid = k.conrelid
where k.contype = 'f' and k.conparentid = 0
  and c.relnamespace::regnamespace::text in ('identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics');

create function pg_temp.referencing_index(key foreign_keys) returns text language plpgsql as $$
declare
  plan jsonb;
begin
  perform set_config('enable_seqscan', 'off', true);
  -- The value comes from a sub-select: as in the check itself, the planner does not know it.
  execute format('explain (format json) select 1 from %s x where %s for key share of x', key.conrelid::regclass,
    (select string_agg(format('x.%I = (select null::%s)', c, split_part(r, '::', 2)), ' and ') from unnest(key.columns, key.referenced) p (c, r))) into plan;
  perform set_config('enable_seqscan', 'on', true);
  -- Of partitions, the big one.
  return (select string_agg(distinct i.parent_name, ', ')
    from jsonb_path_query(plan, 'strict $.**."Index Name"') n join product_indexes i on i.name = n #>> '{}'
    join pg_index x on x.indexrelid = i.oid join pg_class t on t.oid = x.indrelid
    where not t.relispartition or t.oid in (select oid from big_tables));
end $$;
create temporary table referencing as select k.*, pg_temp.referencing_index(k) as index_name from foreign_keys k;
select ok(exists (
    select from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = r.conrelid and c.relname = r.index_name
      and (select array_agg(a.attname::text order by a.attname) from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any ((i.indkey::int2[])[0:cardinality(r.columns) - 1]))
        = (select array_agg(c order by c) from unnest(r.columns) c)),
  format('%s.%s: %s', r.conrelid::regclass, r.conname, coalesce(r.index_name, 'no index')))
from referencing r order by r.conrelid::regclass::text, r.conname;

-- No index without a query: those that guard data (unique) aside, each is named above or serves a foreign key.
create temporary view unproven as
select distinct parent_name as index_name from every_index
where not guards_data
except (select index_name from proven union select index_name from referencing);
-- Nor one that another can stand in for: all of its columns lead in that one, and both hold every row.
create temporary view redundant as
select format('%s, by %s', short.indexrelid::regclass, long.indexrelid::regclass)
from pg_index short
join every_index p on p.oid = short.indexrelid and not p.guards_data and p.name = p.parent_name
join pg_index long on long.indrelid = short.indrelid and long.indexrelid <> short.indexrelid
  and short.indkey::text || ' ' = left(long.indkey::text || ' ', length(short.indkey::text) + 1)
join pg_class s on s.oid = short.indexrelid
join pg_class l on l.oid = long.indexrelid and l.relam = s.relam
where short.indpred is null and long.indpred is null and short.indexprs is null and short.indnatts = short.indnkeyatts
  and long.indnkeyatts >= short.indnkeyatts and s.relam = (select oid from pg_am where amname = 'btree');
select is_empty('select * from unproven', 'every index is there for a query');
select is_empty('select * from redundant', 'no index can do what another can');
select is_empty('select index_name from proven where index_name not in (select parent_name from product_indexes)', 'every index that is named exists');

-- Both find a planted fault.
create index planted_unproven_idx on content.publications (organization_id, url);
create index planted_redundant_idx on content.publications (organization_id);
select set_has('select * from unproven', $$ values ('planted_unproven_idx') $$, 'finds an index without a query');
select isnt_empty('select * from redundant', 'finds an index that another can stand in for');

select * from finish();
rollback;
