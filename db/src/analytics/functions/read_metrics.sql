create function analytics.read_metrics(organization_id uuid, metrics jsonb)
  returns table (
    index bigint, publication_id uuid, platform text, native_metric text, metric text, kind text, value jsonb, factor numeric,
    window_start timestamptz, window_end timestamptz, captured_at timestamptz, breakdown jsonb, source_version text,
    code text, reason text)
  language sql stable security definer set search_path = '' as $$
  with rules as materialized (
    select
      array['impressions', 'views', 'reach', 'reactions', 'comments', 'shares', 'saves', 'link_clicks', 'clicks_all',
        'profile_visits', 'follows', 'watch_time_s', 'avg_view_pct', 'engagement_rate_native', 'other'] as canonical,
      array['avg_view_pct', 'engagement_rate_native'] as rates,
      -- Figures are kept by the month of their capture; months are made ahead, from the last one on.
      (date_trunc('month', now() at time zone 'utc') - interval '1 month') at time zone 'utc' as earliest
  )
  select s.position - 1, p.id, p.platform, s.native_metric, said.metric, said.kind, s.value, coalesce(known.factor, 1),
    s.window_start, s.window_end, s.captured_at, coalesce(s.breakdown, '{}'), s.source_version,
    case when p.id is null then 'VP209' else 'VP201' end,
    case
      when p.id is null then format('there is no publication %s',
        coalesce(s.publication_id::text, s.platform || '/' || s.external_id, 'without publication_id, or platform and external_id'))
      when s.platform <> p.platform then format('the publication is on %s', p.platform)
      when coalesce(length(s.native_metric), 0) not between 1 and 100 then 'native_metric has 1 to 100 characters'
      when said.metric <> all (rules.canonical) then format('metric is one of %s', array_to_string(rules.canonical, ', '))
      when said.kind is null then format('%s is no known figure of %s: say its kind', s.native_metric, p.platform)
      when said.kind not in ('cumulative', 'period', 'rate') then 'kind is cumulative, period or rate'
      when said.metric = any (rules.rates) and said.kind <> 'rate' then format('%s is a rate', said.metric)
      when coalesce(jsonb_typeof(s.value), 'null') = 'null' then 'value is null: leave the figure out, missing is not zero'
      when jsonb_typeof(s.value) <> 'number' then 'value is a number; the parts of a figure go in one by one, each with its breakdown'
      when abs((s.value)::numeric) >= 1e15 then 'value is below 10^15'
      when said.kind = 'cumulative' and (s.value)::numeric < 0 then 'a count is not negative'
      when said.kind = 'period' and (s.window_start is null or s.window_end is null) then 'a period has window_start and window_end'
      when s.window_start > s.window_end then 'window_start is after window_end'
      when s.captured_at is null then 'captured_at is missing'
      when s.captured_at > now() + interval '5 minutes' then 'captured_at is in the future'
      when s.captured_at < rules.earliest then format(
        'captured_at is before %s; the time that an old figure is about goes in window_start and window_end',
        to_char(rules.earliest at time zone 'utc', 'YYYY-MM-DD'))
      when jsonb_typeof(s.breakdown) <> 'object' or octet_length(s.breakdown::text) > 1000 then 'breakdown is an object of at most 1000 bytes'
      when length(s.source_version) > 100 then 'source_version has at most 100 characters'
    end
  from rules
  cross join rows from (jsonb_to_recordset(metrics) as (
      publication_id uuid, platform text, external_id text, native_metric text, metric text, kind text, value jsonb,
      window_start timestamptz, window_end timestamptz, captured_at timestamptz, breakdown jsonb, source_version text))
    with ordinality as s (publication_id, platform, external_id, native_metric, metric, kind, value,
      window_start, window_end, captured_at, breakdown, source_version, position)
  -- Two look-ups, each by its index: an or of the two would compare every figure with every publication.
  left join lateral (
    select by_id.id, by_id.platform from content.publications by_id
    where by_id.organization_id = read_metrics.organization_id and by_id.id = s.publication_id
    union all
    select by_post.id, by_post.platform from content.publications by_post
    where by_post.organization_id = read_metrics.organization_id and s.publication_id is null
      and by_post.platform = s.platform and by_post.external_id = s.external_id
  ) p on true
  left join analytics.native_metrics() known on known.platform = p.platform and known.native_metric = s.native_metric
  cross join lateral (
    -- A platform that is not listed may use the canonical names themselves.
    select coalesce(s.metric, known.metric, own.metric, 'other') as metric,
      coalesce(s.kind, known.kind, case when own.metric = any (rules.rates) then 'rate' when own.metric is not null then 'cumulative' end) as kind
    from (select case when s.native_metric = any (rules.canonical) then s.native_metric end as metric) as own
  ) as said
$$;
comment on function analytics.read_metrics(uuid, jsonb) is
  'Reads a list of figures for ingest_metrics: each with its publication and canonical metric, or with the reason why it cannot be taken.';
grant execute on function analytics.read_metrics(uuid, jsonb) to vp_definer;
