-- include: fixtures/two_tenants.sql
begin;
set search_path = extensions, public;
select plan(34);

-- Two publications on real platforms.
insert into content.publications (organization_id, id, asset_variant_id, platform, external_id, url, published_at) values
  (pg_temp.id('a', 1), pg_temp.id('a', 301), pg_temp.id('a', 62), 'x', 'x-1', 'https://x.example/1', '2026-01-31 23:30+00'),
  (pg_temp.id('a', 1), pg_temp.id('a', 302), pg_temp.id('a', 62), 'instagram', 'ig-1', null, '2026-01-31 12:00+00');
create function pg_temp.figure(publication int, native_metric text, value numeric, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('publication_id', pg_temp.id('a', publication), 'native_metric', native_metric, 'value', value,
    'captured_at', now() - interval '1 hour') || more
$$;
create function pg_temp.current(publication int) returns jsonb language sql as $$
  select metrics from analytics.publication_metrics where publication_id = pg_temp.id('a', publication)
$$;

-- Taking figures in.
select pg_temp.sign_in('a', 'reviewer');
select throws_ok($$ select api.ingest_metrics('[]') $$, 'VP103', null, 'figures are an editor''s to send');
select pg_temp.sign_out();
select pg_temp.sign_in('a', 'editor');
select is(analytics.ingest_metrics(jsonb_build_array(
    pg_temp.figure(301, 'impression_count', 1000), pg_temp.figure(301, 'like_count', 40),
    pg_temp.figure(301, 'retweet_count', 5), pg_temp.figure(301, 'quote_count', 2), pg_temp.figure(301, 'reply_count', 3))),
  '{"inserted": 5, "duplicates": 0}', 'figures are taken in');
select is(analytics.ingest_metrics(jsonb_build_array(
    pg_temp.figure(301, 'impression_count', 1000), pg_temp.figure(301, 'like_count', 40.0), pg_temp.figure(301, 'bookmark_count', 0))),
  '{"inserted": 1, "duplicates": 2}', 'a figure sent again is stored once');
select is(analytics.ingest_metrics(jsonb_build_array(pg_temp.figure(302, 'likes', 7), pg_temp.figure(302, 'likes', 7))),
  '{"inserted": 1, "duplicates": 1}', 'also within one call');
select is(analytics.ingest_metrics(jsonb_build_array(pg_temp.figure(302, 'reach', 300) - 'publication_id' || '{"platform": "instagram", "external_id": "ig-1"}')),
  '{"inserted": 1, "duplicates": 0}', 'a publication can be named as the platform does');
select is(pg_temp.current(301), '{"impressions": 1000, "reactions": 40, "shares": 7, "comments": 3, "saves": 0}',
  'natives become canonical metrics; reposts and quotes together are shares');
select results_eq($$ select engagements, engagement_base, round(engagement_rate, 4) from analytics.publication_metrics where publication_id = pg_temp.id('a', 301) $$,
  $$ values (50::numeric, 'impressions', 0.05) $$, 'engagement is over impressions');
select results_eq($$ select engagements, engagement_base, round(engagement_rate, 4) from analytics.publication_metrics where publication_id = pg_temp.id('a', 302) $$,
  $$ values (7::numeric, 'reach', 0.0233) $$, 'or over reach where a platform says no more');
select ok((select saves is not null and link_clicks is null from analytics.publication_metrics where publication_id = pg_temp.id('a', 301)), 'zero is not the same as unknown');

-- Later captures.
select is(analytics.ingest_metrics(jsonb_build_array(
    pg_temp.figure(301, 'like_count', 38, jsonb_build_object('captured_at', now())),
    pg_temp.figure(301, 'impression_count', 900, jsonb_build_object('captured_at', now() - interval '2 hours')))),
  '{"inserted": 2, "duplicates": 0}', 'figures come late and are corrected');
select is(pg_temp.current(301) ->> 'reactions', '38', 'the newest capture holds, also when it is lower');
select is(pg_temp.current(301) ->> 'impressions', '1000', 'an older one that comes late does not');

-- Parts, rates, periods, strangers.
select lives_ok($$ select api.ingest_metrics(jsonb_build_array(
    pg_temp.figure(65, 'views', 20, jsonb_build_object('captured_at', now() + interval '1 minute')),
    pg_temp.figure(65, 'reactions', 4, '{"breakdown": {"type": "like"}}'), pg_temp.figure(65, 'reactions', 3, '{"breakdown": {"type": "love"}}'),
    pg_temp.figure(65, 'reach', 9, '{"breakdown": {"paid": true}}'), pg_temp.figure(65, 'reach', 8, '{"breakdown": {"paid": false}}'),
    pg_temp.figure(65, 'comments', 5, '{"kind": "period", "window_start": "2026-01-01T00:00:00Z", "window_end": "2026-01-02T00:00:00Z"}'),
    pg_temp.figure(65, 'glances', 77, '{"kind": "cumulative"}'))) $$, 'figures may come in parts, for a period, or be unheard of');
select pg_temp.sign_out();
update content.publications set platform = 'fixture' where id = pg_temp.id('a', 65);
select is(pg_temp.current(65), '{"views": 20, "reactions": 7}',
  'parts add up, but not people reached; a period is no total; the unheard of is kept, not counted');
select is((select metric from analytics.content_analytics where native_metric = 'glances'), 'other', 'under its own name');
update content.publications set platform = 'youtube' where id = pg_temp.id('a', 65);
select pg_temp.sign_in('a', 'editor');
select lives_ok($$ select api.ingest_metrics(jsonb_build_array(
    pg_temp.figure(65, 'estimatedMinutesWatched', 2.5), pg_temp.figure(65, 'averageViewPercentage', 41.5))) $$, 'a platform says what its figures are');
select is(pg_temp.current(65) ->> 'watch_time_s', '150', 'minutes become seconds');
select is((select kind from api.content_analytics where native_metric = 'averageViewPercentage'), 'rate', 'a rate is known to be one');

-- What is refused, and that nothing of it stays.
select throws_ok($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', 99), pg_temp.figure(999, 'likes', 1))) $$, 'VP209', null, 'an unknown publication is refused');
select throws_like($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', 99), pg_temp.figure(999, 'likes', 1))) $$,
  '1 of 2 figures cannot be taken; none was stored. [1] there is no publication a0000000-0000-7000-8000-000000000999.%', 'by its place in the list and its name');
select throws_ok($$ select api.ingest_metrics('[{"publication_id": "b0000000-0000-7000-8000-000000000065", "native_metric": "views", "value": 1, "captured_at": "2026-01-01"}]') $$,
  'VP209', null, 'another tenant''s is unknown');
select throws_like($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', null))) $$, '%missing is not zero%', 'null is no figure');
select throws_like($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', 1, '{"value": {"like": 1}}'))) $$, '%breakdown%', 'nor is an object');
select throws_like($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', -1))) $$, '%not negative%', 'a count is not negative');
select throws_like($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', 1, '{"captured_at": "2001-01-01"}'))) $$, '%captured_at is before%', 'nor captured long ago');
select throws_like($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', 1, '{"metric": "love"}'))) $$, '%metric is one of%', 'a metric is a canonical one');
select throws_ok($$ select api.ingest_metrics(jsonb_build_array(pg_temp.figure(301, 'like_count', 1, '{"captured_at": "2026-13-45"}'))) $$, 'VP201', null, 'a time is a time');
select throws_ok($$ select api.ingest_metrics('[1, 2]') $$, 'VP201', null, 'a list of numbers is no list of figures');
select throws_ok($$ select api.ingest_metrics('{"value": 1}') $$, 'VP201', null, 'nor is an object');
select throws_ok($$ select api.ingest_metrics((select jsonb_agg(pg_temp.figure(301, 'like_count', n)) from generate_series(1, 5001) n)) $$, 'VP201', null, 'nor a list without end');
select is_empty($$ select from api.content_analytics where value = 99 $$, 'nothing of a refused list is stored');
select pg_temp.sign_out();

-- The day of a publication is the organisation's.
update identity.organizations set time_zone = 'Europe/Oslo' where id = pg_temp.id('a', 1);
select analytics.refresh_view('content_performance_daily');
select pg_temp.sign_in('a', 'viewer');
select results_eq($$ select day, platform, engagements, engagement_rate, refreshed_at is not null from api.content_performance_daily
    where publication_id in (pg_temp.id('a', 301), pg_temp.id('a', 302)) order by platform $$,
  $$ values ('2026-01-31'::date, 'instagram', 7::numeric, 0.023333, true), ('2026-02-01', 'x', 48, 0.048, true) $$, 'publications by day, with their metrics and when these were worked out');
select is((select count(distinct organization_id) from api.content_performance_daily), 1::bigint, 'of the caller''s organisation alone');
select throws_ok($$ select from analytics.content_performance_daily $$, '42501', null, 'the materialized view itself is private');

select * from finish();
rollback;
