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
  payload jsonb not null default '{}' check (core.is_metadata(payload)),
  state text not null default 'queued'
    check (state in ('queued', 'dispatched', 'running', 'waiting', 'succeeded', 'failed', 'needs_attention', 'cancelled')),
  priority int not null default 0 check (priority between -100 and 100),
  due_at timestamptz,
  attempts int not null default 0 check (attempts >= 0),
  max_attempts int not null default 8 check (max_attempts between 1 and 25),
  progress int not null default 0 check (progress between 0 and 100),
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
create index background_jobs_subject_idx on system.background_jobs (organization_id, subject_id, id);
create index background_jobs_requested_by_idx on system.background_jobs (organization_id, requested_by);
comment on table system.background_jobs is 'Work done apart from the request: what clients see of the queue. system.dispatch() feeds graphile-worker from here.';
comment on column system.background_jobs.kind is 'The worker''s task, such as source_assets or render_variants.';
comment on column system.background_jobs.subject_id is 'What it works on: the content request, for pipeline jobs.';
comment on column system.background_jobs.priority is '-100 to 100; the higher goes first, then the earlier due, then the older.';
comment on column system.background_jobs.wake_at is
  'Until when a waiting job waits at the latest: for the provider, which is at work on its task or takes no call now. It is nobody''s place meanwhile.';
comment on column system.background_jobs.progress is 'Percent, 0 to 100.';
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
    ('image/jpeg', 'image/png', 'image/webp', 'font/ttf', 'font/otf', 'font/woff')),
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

-- migrate:down
drop schema system cascade;
