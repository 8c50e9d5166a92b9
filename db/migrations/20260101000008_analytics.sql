-- migrate:up

create schema analytics;
comment on schema analytics is 'What happened: metrics, compliance over time, and the audit of every change.';
grant usage on schema analytics to vp_member, vp_worker, vp_definer, vp_dba, vp_monitor;

create table analytics.content_analytics (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  occurred_at timestamptz not null,
  publication_id uuid not null,
  platform text not null,
  metric text not null check (metric in
    ('impressions', 'views', 'reach', 'reactions', 'comments', 'shares', 'saves', 'link_clicks', 'clicks_all', 'profile_visits',
     'follows', 'watch_time_s', 'avg_view_pct', 'engagement_rate_native', 'other')),
  native_metric text not null check (length(native_metric) between 1 and 100),
  kind text not null check (kind in ('cumulative', 'period', 'rate')),
  value numeric not null,
  window_start timestamptz,
  window_end timestamptz,
  breakdown jsonb not null default '{}' check (core.is_metadata(breakdown)),
  fact_key uuid not null,
  source_version text,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default now(),
  primary key (organization_id, id, occurred_at),
  unique (organization_id, fact_key, occurred_at),
  constraint content_analytics_publication_fkey foreign key (organization_id, publication_id)
    references content.publications (organization_id, id),
  check (window_start is null or window_end is null or window_start <= window_end)
) partition by range (occurred_at);
create index content_analytics_publication_idx on analytics.content_analytics (organization_id, publication_id, metric, occurred_at desc) include (value, kind);
comment on table analytics.content_analytics is 'Metrics as captured from the platforms: one immutable fact a publication, metric, window and capture time. By month.';
comment on column analytics.content_analytics.occurred_at is 'When the figure was captured.';
comment on column analytics.content_analytics.metric is 'The canonical name; native_metric keeps the platform''s own, so that deprecations do not rewrite history.';
comment on column analytics.content_analytics.kind is 'cumulative: the count so far (the newest holds). period: in the window. rate: never summed.';
comment on column analytics.content_analytics.fact_key is 'UUID v5 of publication, native metric, window, breakdown, capture time and value: the same fact sent twice is stored once.';
alter table analytics.content_analytics enable row level security;
create trigger content_analytics__forbid_change before truncate on analytics.content_analytics execute function core.forbid_change();
select core.create_month_partitions('analytics.content_analytics');

create table analytics.brand_compliance_analytics (
  organization_id uuid not null references identity.organizations (id),
  brand_profile_id uuid not null,
  day date not null,
  platform text not null,
  scored bigint not null default 0,
  passed bigint not null default 0,
  warned bigint not null default 0,
  failed bigint not null default 0,
  incomplete bigint not null default 0,
  score_sum numeric(18, 2) not null default 0,
  primary key (organization_id, brand_profile_id, day, platform),
  constraint brand_compliance_analytics_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id)
);
comment on table analytics.brand_compliance_analytics is
  'Scores a brand, UTC day and platform. Each variant revision counts once: by its newest result, on the day of its first.';
comment on column analytics.brand_compliance_analytics.score_sum is 'Sum of the scores of passed, warned and failed results; divide by their number for the mean.';
alter table analytics.brand_compliance_analytics enable row level security;

create table analytics.check_outcomes_daily (
  organization_id uuid not null references identity.organizations (id),
  brand_profile_id uuid not null,
  day date not null,
  check_key text not null,
  platform text not null,
  template_organization_id uuid not null,
  content_template_id uuid not null,
  author_id uuid not null,
  applied bigint not null default 0,
  warned bigint not null default 0,
  failed bigint not null default 0,
  errors bigint not null default 0,
  lost_points numeric(18, 3) not null default 0,
  primary key (organization_id, brand_profile_id, day, check_key, platform, template_organization_id, content_template_id, author_id),
  constraint check_outcomes_daily_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id)
);
comment on table analytics.check_outcomes_daily is
  'How each check came out a brand, UTC day, platform, template and author. Each variant revision counts once: by its newest result, on the day of its first.';
alter table analytics.check_outcomes_daily enable row level security;

create table analytics.compliance_times (
  organization_id uuid not null references identity.organizations (id),
  content_request_id uuid not null,
  platform text not null,
  placement text not null,
  brand_profile_id uuid not null,
  first_scored_at timestamptz not null,
  complied_at timestamptz check (complied_at >= first_scored_at),
  revision int check (revision > 0),
  primary key (organization_id, content_request_id, platform, placement),
  constraint compliance_times_content_request_fkey foreign key (organization_id, content_request_id)
    references content.content_requests (organization_id, id),
  constraint compliance_times_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id),
  check ((complied_at is null) = (revision is null))
);
create index compliance_times_brand_profile_idx on analytics.compliance_times (organization_id, brand_profile_id, first_scored_at);
comment on table analytics.compliance_times is 'How long each picture of a request took from its first score to its first pass, over all of its revisions.';
alter table analytics.compliance_times enable row level security;

create table analytics.compliance_times_monthly (
  organization_id uuid not null references identity.organizations (id),
  brand_profile_id uuid not null,
  month date not null,
  platform text not null,
  bucket int not null check (bucket >= -1),
  pictures bigint not null default 0,
  at_once bigint not null default 0,
  primary key (organization_id, brand_profile_id, month, platform, bucket),
  constraint compliance_times_monthly_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id)
);
comment on table analytics.compliance_times_monthly is
  'How many pictures, whose first score is of a month (UTC), took how long to pass. In the month of the first score, so that a month''s pictures are the same whatever becomes of them later.';
alter table analytics.compliance_times_monthly enable row level security;

create table analytics.review_decisions (
  organization_id uuid not null references identity.organizations (id),
  content_approval_id uuid not null,
  brand_profile_id uuid not null,
  compliance_result_id uuid not null,
  is_approved boolean not null,
  decided_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (organization_id, content_approval_id),
  constraint review_decisions_content_approval_fkey foreign key (organization_id, content_approval_id)
    references approval.content_approvals (organization_id, id),
  constraint review_decisions_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id),
  constraint review_decisions_compliance_result_fkey foreign key (organization_id, compliance_result_id)
    references content.compliance_results (organization_id, id)
);
create index review_decisions_brand_profile_idx on analytics.review_decisions (organization_id, brand_profile_id, decided_at desc, content_approval_id desc)
  include (compliance_result_id, is_approved);
create index review_decisions_compliance_result_idx on analytics.review_decisions (organization_id, compliance_result_id);
create index review_decisions_xid_idx on analytics.review_decisions (xid);
comment on table analytics.review_decisions is
  'What people decided on a picture that had a score: from these the checks'' agreement is counted and thresholds are learned. A decision stays, whatever becomes of its approval.';
alter table analytics.review_decisions enable row level security;

create table analytics.check_decisions (
  organization_id uuid not null references identity.organizations (id),
  brand_profile_id uuid not null,
  check_key text not null,
  decisions bigint not null default 0,
  failed bigint not null default 0,
  declined bigint not null default 0,
  confirmed bigint not null default 0,
  overruled bigint not null default 0,
  primary key (organization_id, brand_profile_id, check_key),
  constraint check_decisions_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id)
);
comment on table analytics.check_decisions is
  'How far people''s decisions agree with each check of a brand, and with the verdict as a whole. A decision counts by the score that the picture had then.';
alter table analytics.check_decisions enable row level security;

create table analytics.user_activity_logs (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  occurred_at timestamptz not null default clock_timestamp(),
  actor text not null check (actor in ('user', 'worker', 'dba', 'system')),
  user_id uuid,
  database_role text not null default session_user,
  action text not null check (action in ('insert', 'update', 'delete', 'sign_in', 'act_as')),
  table_name text not null,
  record_id text not null,
  changed jsonb not null default '{}',
  primary key (organization_id, id, occurred_at)
) partition by range (occurred_at);
create index user_activity_logs_record_idx on analytics.user_activity_logs (organization_id, table_name, record_id, occurred_at desc);
create index user_activity_logs_user_idx on analytics.user_activity_logs (organization_id, user_id, occurred_at desc);
create index user_activity_logs_occurred_at_idx on analytics.user_activity_logs (organization_id, occurred_at desc);
comment on table analytics.user_activity_logs is 'Who changed what: audit of the reviewed tables, changed columns only. Append-only, by month.';
comment on column analytics.user_activity_logs.user_id is 'The person: the caller, or the one on whose behalf the worker acted.';
comment on column analytics.user_activity_logs.database_role is 'The login: PostgREST''s for requests, the worker''s, or a DBA''s own.';
comment on column analytics.user_activity_logs.record_id is 'The row''s key without its organisation; several columns are joined by a slash.';
comment on column analytics.user_activity_logs.changed is
  'update: {column: {old, new}} of those that changed; a secret has neither. delete: the row''s last state without secrets. insert: empty, the row says it, and the updates after it say what it was.';
alter table analytics.user_activity_logs enable row level security;
create trigger user_activity_logs__forbid_change before truncate on analytics.user_activity_logs execute function core.forbid_change();
select core.create_month_partitions('analytics.user_activity_logs');

create table analytics.refreshes (
  view_name text primary key,
  refreshed_at timestamptz not null,
  duration interval not null,
  view_rows bigint not null
);
comment on table analytics.refreshes is 'When each materialized view was last refreshed.';
alter table analytics.refreshes enable row level security;

-- What each column holds, where it is not said above.
comment on column analytics.content_analytics.organization_id is 'The organisation that it belongs to.';
comment on column analytics.content_analytics.id is 'The row''s own id.';
comment on column analytics.content_analytics.publication_id is 'The post.';
comment on column analytics.content_analytics.platform is 'The social platform.';
comment on column analytics.content_analytics.native_metric is 'As the platform calls it.';
comment on column analytics.content_analytics.value is 'The figure.';
comment on column analytics.content_analytics.window_start is 'Of what a period covers.';
comment on column analytics.content_analytics.window_end is 'Of what a period covers.';
comment on column analytics.content_analytics.breakdown is 'What it is a part of: by country, paid or organic, …';
comment on column analytics.content_analytics.source_version is 'Of the platform''s API.';
comment on column analytics.content_analytics.xid is 'The transaction that wrote it: roll-ups take the facts in this order.';
comment on column analytics.content_analytics.created_at is 'When the row was made.';
comment on column analytics.brand_compliance_analytics.organization_id is 'The organisation that it belongs to.';
comment on column analytics.brand_compliance_analytics.brand_profile_id is 'The brand.';
comment on column analytics.brand_compliance_analytics.day is 'In UTC.';
comment on column analytics.brand_compliance_analytics.platform is 'The social platform.';
comment on column analytics.brand_compliance_analytics.scored is 'Variant revisions with a result.';
comment on column analytics.brand_compliance_analytics.passed is 'With the verdict pass.';
comment on column analytics.brand_compliance_analytics.warned is 'With the verdict warn.';
comment on column analytics.brand_compliance_analytics.failed is 'With the verdict fail.';
comment on column analytics.brand_compliance_analytics.incomplete is 'Without a score: a check could not be made.';
comment on column analytics.check_outcomes_daily.organization_id is 'The organisation that it belongs to.';
comment on column analytics.check_outcomes_daily.brand_profile_id is 'The brand.';
comment on column analytics.check_outcomes_daily.day is 'In UTC.';
comment on column analytics.check_outcomes_daily.check_key is 'The check.';
comment on column analytics.check_outcomes_daily.platform is 'The social platform.';
comment on column analytics.check_outcomes_daily.template_organization_id is 'Whose template: the organisation''s own, or a shared one''s.';
comment on column analytics.check_outcomes_daily.content_template_id is 'The template.';
comment on column analytics.check_outcomes_daily.author_id is 'Who made the revision; all zeros where nobody is on record.';
comment on column analytics.check_outcomes_daily.applied is 'Variant revisions to which it applied: passed, warned and failed.';
comment on column analytics.check_outcomes_daily.warned is 'Warned.';
comment on column analytics.check_outcomes_daily.failed is 'Failed.';
comment on column analytics.check_outcomes_daily.errors is 'Could not be made.';
comment on column analytics.check_outcomes_daily.lost_points is 'What it took off the scores, added up: weight * (100 - points) / the weights that apply. Caps of gates are not in it.';
comment on column analytics.compliance_times.organization_id is 'The organisation that it belongs to.';
comment on column analytics.compliance_times.content_request_id is 'The content request.';
comment on column analytics.compliance_times.platform is 'The social platform.';
comment on column analytics.compliance_times.placement is 'Its name on the platform.';
comment on column analytics.compliance_times.brand_profile_id is 'The brand.';
comment on column analytics.compliance_times.first_scored_at is 'When any revision got its first result.';
comment on column analytics.compliance_times.complied_at is 'When any revision got its first result with the verdict pass; null until then. A later result takes nothing back.';
comment on column analytics.compliance_times.revision is 'The revision that passed first.';
comment on column analytics.compliance_times_monthly.organization_id is 'The organisation that it belongs to.';
comment on column analytics.compliance_times_monthly.brand_profile_id is 'The brand.';
comment on column analytics.compliance_times_monthly.month is 'Its first day.';
comment on column analytics.compliance_times_monthly.platform is 'The social platform.';
comment on column analytics.compliance_times_monthly.bucket is 'Of seconds from the first score to the first pass: 0 for none, n for up to 1.02^n and more than those before; -1 where there is no pass yet.';
comment on column analytics.compliance_times_monthly.pictures is 'How many.';
comment on column analytics.compliance_times_monthly.at_once is 'Of these: the first revision passed.';
comment on column analytics.review_decisions.organization_id is 'The organisation that it belongs to.';
comment on column analytics.review_decisions.content_approval_id is 'The approval that was decided.';
comment on column analytics.review_decisions.brand_profile_id is 'The brand.';
comment on column analytics.review_decisions.compliance_result_id is 'The score that the picture had when it was decided.';
comment on column analytics.review_decisions.is_approved is 'Approved; else rejected, or changes were requested.';
comment on column analytics.review_decisions.decided_at is 'When.';
comment on column analytics.review_decisions.xid is 'The transaction that wrote it: roll-ups take the facts in this order.';
comment on column analytics.check_decisions.organization_id is 'The organisation that it belongs to.';
comment on column analytics.check_decisions.brand_profile_id is 'The brand.';
comment on column analytics.check_decisions.check_key is 'The check; verdict: all of them together.';
comment on column analytics.check_decisions.decisions is 'On pictures to which the check applied: the size of the sample.';
comment on column analytics.check_decisions.failed is 'Of these: the check had failed.';
comment on column analytics.check_decisions.declined is 'Of these: rejected, or changes were requested.';
comment on column analytics.check_decisions.confirmed is 'The check had failed, and the picture was declined.';
comment on column analytics.check_decisions.overruled is 'The check had failed, and the picture was approved all the same.';
comment on column analytics.user_activity_logs.organization_id is 'The organisation that it belongs to.';
comment on column analytics.user_activity_logs.id is 'The row''s own id.';
comment on column analytics.user_activity_logs.occurred_at is 'When it happened; the month partition goes by it.';
comment on column analytics.user_activity_logs.actor is 'user, worker, dba or system.';
comment on column analytics.user_activity_logs.action is 'insert, update, delete, sign_in or act_as.';
comment on column analytics.user_activity_logs.table_name is 'With its schema.';
comment on column analytics.refreshes.view_name is 'The materialized view.';
comment on column analytics.refreshes.refreshed_at is 'As of when it is.';
comment on column analytics.refreshes.duration is 'What the refresh took.';
comment on column analytics.refreshes.view_rows is 'Rows after it.';

-- migrate:down
drop schema analytics cascade;
