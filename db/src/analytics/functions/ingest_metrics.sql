create function analytics.ingest_metrics(metrics jsonb) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  sent constant int := case when jsonb_typeof(metrics) = 'array' then jsonb_array_length(metrics) end;
  outcome record;
begin
  if coalesce(sent, 0) not between 1 and 5000 then
    perform core.raise('VP201', 'metrics is a list of 1 to 5000 figures.', 'Send more in several calls; a repeated figure is stored once.');
  end if;
  with read as materialized (
    select m.* from analytics.read_metrics(tenant, metrics) m
  ), refused as (
    select r.index, r.code, r.reason, row_number() over (order by r.index) as place, count(*) over () as figures
    from read r where r.reason is not null
  ), stored as (
    insert into analytics.content_analytics
      (organization_id, occurred_at, publication_id, platform, metric, native_metric, kind, value, window_start, window_end,
       breakdown, fact_key, source_version)
    select tenant, r.captured_at, r.publication_id, r.platform, r.metric, r.native_metric, r.kind,
      trim_scale((r.value)::numeric * r.factor), r.window_start, r.window_end, r.breakdown,
      extensions.uuid_generate_v5(r.publication_id, jsonb_build_array(r.native_metric, r.kind, extract(epoch from r.window_start),
        extract(epoch from r.window_end), r.breakdown, extract(epoch from r.captured_at), trim_scale((r.value)::numeric))::text),
      r.source_version
    from read r
    where not exists (select from refused)
    on conflict (organization_id, fact_key, occurred_at) do nothing
    returning 1
  )
  select max(f.figures) as refused,
    -- A publication that is not there comes first: the rest cannot be judged without it.
    max(f.code) as code,
    string_agg(format('[%s] %s', f.index, f.reason), '; ' order by f.index) filter (where f.place <= 20) as text,
    jsonb_agg(jsonb_build_object('index', f.index, 'reason', f.reason) order by f.index) as reasons,
    (select count(*) from stored) as inserted
  into outcome
  from refused f;
  if outcome.refused > 0 then
    perform core.raise(outcome.code,
      format('%s of %s figures cannot be taken; none was stored. %s.', outcome.refused, sent, outcome.text),
      'Correct them or leave them out; the number in brackets is the place in the list, from 0.', outcome.reasons::text);
  end if;
  return jsonb_build_object('inserted', outcome.inserted, 'duplicates', sent - outcome.inserted);
exception
  when invalid_text_representation or invalid_datetime_format or datetime_field_overflow or invalid_parameter_value then
    perform core.raise('VP201', format('metrics is not a list of figures: %s.', sqlerrm),
      'Each is {publication_id, or platform and external_id; native_metric, value, captured_at; metric, kind, window_start, window_end, breakdown, source_version}.');
end $$;
comment on function analytics.ingest_metrics(jsonb) is
  'Stores figures captured from the platforms, all or none; a figure sent again is stored once. Returns {inserted, duplicates}. Raises VP201, VP209.';
grant execute on function analytics.ingest_metrics(jsonb) to vp_member;
