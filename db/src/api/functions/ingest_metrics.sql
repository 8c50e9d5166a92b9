create function api.ingest_metrics(metrics jsonb) returns api.ingested_metrics
  language sql volatile set search_path = ''
  return analytics.ingest_metrics(metrics);
comment on function api.ingest_metrics is 'Store metrics captured from the platforms (editor)
A list of 1 to 5000 figures, all or none: {publication_id, or platform and external_id; native_metric, value, captured_at; and where needed metric, kind (cumulative, period, rate), window_start, window_end, breakdown, source_version}. A figure sent again is stored once. Missing is not zero: null is refused. Answers {inserted, duplicates}. Errors: VP103 (403), VP201 (422), VP209 (422: publication unknown).';
grant execute on function api.ingest_metrics to vp_member;
