-- migrate:up

create schema system;
comment on schema system is 'The machine room: settings, background jobs, files, throttling and roll-up cursors.';
grant usage on schema system to vp_anon, vp_member, vp_worker, vp_definer, vp_dba, vp_monitor, vp_authenticator;

create table system.setting_definitions (
  key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
  value_type text not null check (value_type in ('boolean', 'integer', 'number', 'text')),
  default_value jsonb not null,
  minimum numeric,
  maximum numeric,
  allowed_values text[],
  unit text,
  description text not null,
  organization_may_override boolean not null default true,
  check (minimum is null or maximum is null or minimum <= maximum)
);
comment on table system.setting_definitions is 'The settings there are: type, default, range and meaning. Shipped with the product under db/data.';
comment on column system.setting_definitions.default_value is 'JSON null: off.';
alter table system.setting_definitions enable row level security;

create table system.system_settings (
  organization_id uuid not null references identity.organizations (id),
  key text not null references system.setting_definitions (key),
  value jsonb not null,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  primary key (organization_id, key),
  constraint system_settings_updated_by_fkey foreign key (organization_id, updated_by)
    references identity.user_organizations (organization_id, user_id)
);
create index system_settings_key_idx on system.system_settings (key);
create index system_settings_updated_by_idx on system.system_settings (organization_id, updated_by);
comment on table system.system_settings is 'Values set: the platform''s own under the system organisation, an organisation''s overrides under its id. In force at once.';
alter table system.system_settings enable row level security;

create table system.background_jobs (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  kind text not null check (kind ~ '^[a-z_]+$'),
  subject_id uuid,
  payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object' and octet_length(payload::text) <= 65536),
  state text not null default 'queued'
    check (state in ('queued', 'dispatched', 'running', 'waiting', 'succeeded', 'failed', 'needs_attention', 'cancelled')),
  priority int not null default 0 check (priority between -100 and 100),
  due_at timestamptz,
  attempts int not null default 0 check (attempts >= 0),
  max_attempts int not null default 8 check (max_attempts between 1 and 25),
  progress int not null default 0 check (progress between 0 and 100),
  result jsonb check (jsonb_typeof(result) = 'object' and octet_length(result::text) <= 65536),
  last_error text,
  requested_by uuid,
  created_at timestamptz not null default now(),
  dispatched_at timestamptz,
  started_at timestamptz,
  wake_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, id),
  constraint background_jobs_requested_by_fkey foreign key (organization_id, requested_by)
    references identity.user_organizations (organization_id, user_id),
  check ((state in ('succeeded', 'failed', 'needs_attention', 'cancelled')) = (finished_at is not null)),
  check ((state = 'waiting') = (wake_at is not null))
);
create index background_jobs_queue_idx on system.background_jobs (organization_id, priority desc, due_at, id) where state = 'queued';
create index background_jobs_in_flight_idx on system.background_jobs (organization_id) where state in ('dispatched', 'running');
create unique index background_jobs_live_key on system.background_jobs (organization_id, kind, subject_id)
  where state in ('queued', 'dispatched', 'running', 'waiting');
create index background_jobs_waiting_idx on system.background_jobs (organization_id, wake_at) where state = 'waiting';
-- Across all organisations: what failed lately.
create index background_jobs_failed_idx on system.background_jobs (finished_at) where state = 'failed';
create index background_jobs_subject_idx on system.background_jobs (organization_id, subject_id, id);
create index background_jobs_requested_by_idx on system.background_jobs (organization_id, requested_by);
comment on table system.background_jobs is 'Work done apart from the request: what clients see of the queue. system.dispatch() feeds graphile-worker from here.';
comment on column system.background_jobs.kind is 'The worker''s task, such as source_assets or render_variants.';
comment on column system.background_jobs.subject_id is 'What it works on: the content request, for pipeline jobs.';
comment on column system.background_jobs.priority is '-100 to 100; the higher goes first, then the earlier due, then the older.';
comment on column system.background_jobs.wake_at is
  'Until when a waiting job waits at the latest: for the provider, which is at work on its task or takes no call now. It is nobody''s place meanwhile.';
comment on column system.background_jobs.progress is 'Percent, 0 to 100.';
comment on column system.background_jobs.result is
  'What it has done or found so far. Of rescore_variants: total (variants to go through), judged, newly_failing, newly_passing. Of simulate_guidelines: total, judged, what the function of that name answers, and worst (100 of those whose score changes).';
alter table system.background_jobs enable row level security;

create table system.workers (
  id uuid primary key,
  host text not null,
  pid int not null,
  public_url text check (public_url ~ '^https?://'),
  queue_worker_ids text[] not null default '{}',
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
comment on table system.workers is 'Worker processes and their last heartbeat; the locks of one that fell silent are released by system.recover_jobs().';
alter table system.workers enable row level security;

create table system.files (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  kind text not null check (kind in ('logo', 'font', 'image', 'source', 'variant')),
  filename text not null check (length(filename) between 1 and 200 and filename !~ '[/\\[:cntrl:]]'),
  mime_type text not null check (mime_type in
    ('image/jpeg', 'image/png', 'image/webp', 'font/ttf', 'font/otf', 'font/woff', 'font/woff2')),
  bytes bigint not null check (bytes between 1 and 104857600),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  width int check (width > 0),
  height int check (height > 0),
  state text not null default 'pending' check (state in ('pending', 'received', 'stored', 'expired')),
  upload_expires_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  stored_at timestamptz,
  storage_key text not null generated always as ('org/' || organization_id::text || '/' || substr(sha256, 1, 2) || '/' || sha256) stored,
  primary key (organization_id, id),
  constraint files_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id),
  check ((state = 'stored') = (stored_at is not null))
);
create index files_sha256_idx on system.files (organization_id, sha256);
create index files_created_by_idx on system.files (organization_id, created_by);
create index files_pending_idx on system.files (organization_id, upload_expires_at) where state in ('pending', 'received');
comment on table system.files is 'Files by content: immutable, stored under storage_key. Uploads go pending → received (bytes checked) → stored.';
alter table system.files enable row level security;

create unlogged table system.rate_counters (
  key text not null,
  window_start timestamptz not null,
  calls int not null default 0,
  primary key (key, window_start)
);
comment on table system.rate_counters is 'Throttling: one counter a key and window. Unlogged: a crash may forget it.';
alter table system.rate_counters enable row level security;

create table system.rollup_cursors (
  name text primary key,
  next_xid xid8 not null,
  system_identifier bigint not null,
  advanced_at timestamptz not null default now()
);
comment on table system.rollup_cursors is 'How far each roll-up has read its facts. Another system_identifier means a restored server: the roll-up is rebuilt.';
alter table system.rollup_cursors enable row level security;

-- What each column holds, where it is not said above.
comment on column system.setting_definitions.key is 'Its name, by area: jobs.per_organization.';
comment on column system.setting_definitions.value_type is 'boolean, integer, number or text.';
comment on column system.setting_definitions.minimum is 'The least value.';
comment on column system.setting_definitions.maximum is 'The greatest value.';
comment on column system.setting_definitions.allowed_values is 'The only values, of text; null for any.';
comment on column system.setting_definitions.unit is 'Of the value.';
comment on column system.setting_definitions.description is 'What it does.';
comment on column system.setting_definitions.organization_may_override is 'Whether an organisation may have a value of its own.';
comment on column system.system_settings.organization_id is 'The organisation that it belongs to.';
comment on column system.system_settings.key is 'The setting.';
comment on column system.system_settings.value is 'The value in force for the organisation.';
comment on column system.system_settings.updated_by is 'Who set it.';
comment on column system.system_settings.updated_at is 'When it was last changed.';
comment on column system.background_jobs.organization_id is 'The organisation that it belongs to.';
comment on column system.background_jobs.id is 'The row''s own id.';
comment on column system.background_jobs.payload is 'What the worker needs beside the subject.';
comment on column system.background_jobs.state is 'queued, dispatched, running, succeeded, failed, needs_attention or cancelled.';
comment on column system.background_jobs.due_at is 'When it should be done: of those with the same priority, the earlier goes first.';
comment on column system.background_jobs.attempts is 'How often it was begun.';
comment on column system.background_jobs.max_attempts is 'After how many attempts it fails.';
comment on column system.background_jobs.last_error is 'What the last attempt failed of.';
comment on column system.background_jobs.requested_by is 'On whose behalf it runs.';
comment on column system.background_jobs.created_at is 'When the row was made.';
comment on column system.background_jobs.dispatched_at is 'When it went to the workers.';
comment on column system.background_jobs.started_at is 'When an attempt last began.';
comment on column system.background_jobs.finished_at is 'When it came to an end; null before.';
comment on column system.workers.id is 'Of the process.';
comment on column system.workers.host is 'Where it runs.';
comment on column system.workers.pid is 'Its process id there.';
comment on column system.workers.public_url is 'Its HTTP server, as clients reach it.';
comment on column system.workers.queue_worker_ids is 'Its names in the queue, by which its locks are found.';
comment on column system.workers.started_at is 'When it began.';
comment on column system.workers.heartbeat_at is 'When it last showed that it lives.';
comment on column system.files.organization_id is 'The organisation that it belongs to.';
comment on column system.files.id is 'The row''s own id.';
comment on column system.files.kind is 'logo, font or image (uploaded); source or variant (made by the pipeline).';
comment on column system.files.filename is 'As it was called where it came from.';
comment on column system.files.mime_type is 'As was said and checked.';
comment on column system.files.bytes is 'Size in bytes.';
comment on column system.files.sha256 is 'SHA-256 of the content, in hexadecimal.';
comment on column system.files.width is 'In pixels.';
comment on column system.files.height is 'In pixels.';
comment on column system.files.state is 'pending (announced), received, stored or expired.';
comment on column system.files.upload_expires_at is 'Until when its bytes are taken.';
comment on column system.files.created_by is 'Who made it; null where no person did.';
comment on column system.files.created_at is 'When the row was made.';
comment on column system.files.stored_at is 'When it became usable.';
comment on column system.files.storage_key is 'Where it lies in the file store.';
comment on column system.rate_counters.key is 'Who is counted, for what.';
comment on column system.rate_counters.window_start is 'When the window began.';
comment on column system.rate_counters.calls is 'Counted in the window.';
comment on column system.rollup_cursors.name is 'What is rolled up.';
comment on column system.rollup_cursors.next_xid is 'Facts of earlier transactions are counted.';
comment on column system.rollup_cursors.system_identifier is 'Of the server that the transaction ids are of: another one after a restore.';
comment on column system.rollup_cursors.advanced_at is 'When it last moved.';

-- migrate:down
drop schema system cascade;
