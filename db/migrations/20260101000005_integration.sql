-- migrate:up

create schema integration;
comment on schema integration is 'Outside services: providers, prices, paid calls, usage and webhooks.';
grant usage on schema integration to vp_anon, vp_member, vp_worker, vp_definer, vp_dba;

create table integration.providers (
  key text primary key check (key ~ '^[a-z_]+$'),
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3,8}$'),
  is_enabled boolean not null default true
);
comment on table integration.providers is 'Services that sell pictures. Global.';
comment on column integration.providers.currency is 'What it bills in: an ISO 4217 code, or CREDITS.';
alter table integration.providers enable row level security;

create table integration.provider_operations (
  provider text not null references integration.providers (key),
  operation text not null check (operation ~ '^[a-z0-9_]+$'),
  is_repeatable boolean not null,
  is_async boolean not null default false,
  kind text not null default 'download' check (kind in ('search', 'download', 'text_to_image', 'edit', 'text')),
  prompt_limit int check (prompt_limit > 0),
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object'),
  description text not null,
  primary key (provider, operation)
);
comment on table integration.provider_operations is 'What can be bought of a provider, and what becomes of a call whose answer was lost. Global.';
comment on column integration.provider_operations.is_repeatable is
  'True: a call whose answer was lost is simply made again, since asking costs nothing. False: a person decides (resolve_call).';
comment on column integration.provider_operations.is_async is
  'True: the answer names a task, whose end comes by webhook or is asked for; a lost answer is found again in the provider''s list of tasks.';
comment on column integration.provider_operations.prompt_limit is 'How many characters a prompt may have; null: the provider says nothing.';
comment on column integration.provider_operations.parameters is
  'What a request may choose: {"seed": {"min", "max"}, "resolution": [the first is the default]}.';
alter table integration.provider_operations enable row level security;

create table integration.provider_prices (
  id uuid primary key default core.uuid_v7(),
  provider text not null,
  operation text not null,
  model text not null default '',
  unit text not null default 'call' check (unit = 'call'),
  amount numeric(18, 6) not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3,8}$'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null,
  unique (provider, operation, model, valid_from),
  foreign key (provider, operation) references integration.provider_operations (provider, operation)
);
comment on table integration.provider_prices is 'The versioned price list: a call costs what was valid on its UTC day. No valid price: the call is refused. Global.';
comment on column integration.provider_prices.source is 'Where the figure is from.';
alter table integration.provider_prices enable row level security;

create table integration.provider_calls (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  call_key text not null check (length(call_key) <= 200),
  attempt int not null default 1 check (attempt > 0),
  job_id uuid,
  subject_id uuid,
  provider text not null,
  operation text not null,
  request jsonb not null,
  state text not null default 'sent'
    check (state in ('sent', 'accepted', 'lost', 'succeeded', 'failed', 'needs_attention', 'retried', 'written_off')),
  is_async boolean not null default false,
  key_id text not null default 'platform' check (length(key_id) <= 100),
  price_id uuid not null references integration.provider_prices (id),
  reserved_amount numeric(18, 6) not null check (reserved_amount >= 0),
  currency text not null,
  spend_month date not null,
  sent_at timestamptz not null default now(),
  ended_at timestamptz,
  http_status int,
  provider_task_id text,
  task_status text check (task_status in ('CREATED', 'IN_PROGRESS', 'COMPLETED', 'FAILED')),
  accepted_at timestamptz,
  next_poll_at timestamptz,
  polls int not null default 0 check (polls >= 0),
  refreshes int not null default 0 check (refreshes >= 0),
  response jsonb,
  error text,
  resolved_by uuid,
  resolved_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, call_key, attempt),
  constraint provider_calls_operation_fkey foreign key (provider, operation)
    references integration.provider_operations (provider, operation),
  constraint provider_calls_job_fkey foreign key (organization_id, job_id)
    references system.background_jobs (organization_id, id),
  constraint provider_calls_resolved_by_fkey foreign key (organization_id, resolved_by)
    references identity.user_organizations (organization_id, user_id),
  check ((state in ('sent', 'accepted', 'lost')) = (ended_at is null)),
  check (state <> 'accepted' or provider_task_id is not null)
);
create unique index provider_calls_live_key on integration.provider_calls (organization_id, call_key)
  where state in ('sent', 'accepted', 'lost', 'succeeded', 'needs_attention');
create unique index provider_calls_outstanding_key on integration.provider_calls (provider, operation, key_id)
  where is_async and state in ('sent', 'lost');
create index provider_calls_open_idx on integration.provider_calls (organization_id, sent_at) where state in ('accepted', 'lost');
create index provider_calls_job_idx on integration.provider_calls (organization_id, job_id);
create index provider_calls_subject_idx on integration.provider_calls (organization_id, subject_id);
create index provider_calls_attention_idx on integration.provider_calls (organization_id, id) where state = 'needs_attention';
create index provider_calls_sent_idx on integration.provider_calls (organization_id, sent_at) where state = 'sent';
create index provider_calls_operation_idx on integration.provider_calls (provider, operation);
create index provider_calls_price_idx on integration.provider_calls (price_id);
create index provider_calls_resolved_by_idx on integration.provider_calls (organization_id, resolved_by);
create unique index provider_calls_task_key on integration.provider_calls (provider, provider_task_id) where provider_task_id is not null;
comment on table integration.provider_calls is
  'Every paid call, claimed and its price reserved before it is made. The unique key makes a second one impossible.';
comment on column integration.provider_calls.call_key is 'What the call is for; a repeat of the same need finds the same row.';
comment on column integration.provider_calls.state is
  'sent → succeeded | failed; of a task: sent → accepted (at work) → succeeded | failed. A lost answer of a task: lost, until the list of tasks tells. Any other is booked at full price; then the call is made again (retried) or left to a person (needs_attention → retried | written_off).';
comment on column integration.provider_calls.key_id is 'Whose API key: platform, or the organisation''s own. Of an operation with tasks one answer a key is outstanding at a time, so that a lost one can be told in the list of tasks.';
comment on column integration.provider_calls.next_poll_at is 'When the task, or for a lost answer the list of tasks, is asked for next.';
comment on column integration.provider_calls.refreshes is 'How often the task was asked for again because its result''s address had expired.';
comment on column integration.provider_calls.response is 'What the provider answered, in our own words: the client leaves out what nothing reads.';
alter table integration.provider_calls enable row level security;

create table integration.spend_months (
  organization_id uuid not null references identity.organizations (id),
  month date not null check (extract(day from month) = 1),
  currency text not null,
  reserved numeric(18, 6) not null default 0 check (reserved >= 0),
  spent numeric(18, 6) not null default 0 check (spent >= 0),
  primary key (organization_id, month, currency)
);
comment on table integration.spend_months is 'Money reserved and spent a UTC month and currency; the row that a claim locks, so that a cap holds exactly.';
alter table integration.spend_months enable row level security;

create table integration.api_usage (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  occurred_at timestamptz not null default now(),
  provider_call_id uuid not null,
  subject_id uuid,
  provider text not null,
  operation text not null,
  outcome text not null check (outcome in ('succeeded', 'failed', 'unknown')),
  price_id uuid not null,
  cost numeric(18, 6) not null check (cost >= 0),
  currency text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (organization_id, id, occurred_at),
  constraint api_usage_provider_call_fkey foreign key (organization_id, provider_call_id)
    references integration.provider_calls (organization_id, id)
) partition by range (occurred_at);
create index api_usage_xid_idx on integration.api_usage (xid);
create index api_usage_provider_call_idx on integration.api_usage (organization_id, provider_call_id);
create index api_usage_subject_idx on integration.api_usage (organization_id, subject_id) include (cost, currency);
create index api_usage_occurred_at_idx on integration.api_usage (organization_id, occurred_at desc);
comment on table integration.api_usage is 'What each call cost: one immutable row a call that ended, with the price of its day frozen. By month.';
comment on column integration.api_usage.outcome is 'failed costs nothing; unknown (the answer was lost, or a task that was taken failed) is booked at full price.';
alter table integration.api_usage enable row level security;
create trigger api_usage__forbid_change before truncate on integration.api_usage execute function core.forbid_change();
select core.create_month_partitions('integration.api_usage');

create table integration.daily_usage_summaries (
  organization_id uuid not null references identity.organizations (id),
  day date not null,
  provider text not null,
  operation text not null,
  currency text not null,
  calls bigint not null default 0,
  failed_calls bigint not null default 0,
  cost numeric(18, 6) not null default 0,
  primary key (organization_id, day, provider, operation, currency)
);
comment on table integration.daily_usage_summaries is 'Calls and cost a UTC day, provider and operation: api_usage rolled up.';
alter table integration.daily_usage_summaries enable row level security;

create table integration.provider_events (
  id uuid primary key default core.uuid_v7(),
  provider text not null references integration.providers (key),
  event_key text not null check (length(event_key) <= 200),
  received_at timestamptz not null default now(),
  provider_task_id text,
  body text not null check (octet_length(body) <= 1048576),
  headers jsonb not null default '{}',
  state text not null default 'received' check (state in ('received', 'applied', 'ignored')),
  unique (provider, event_key)
);
create index provider_events_task_idx on integration.provider_events (provider, provider_task_id) where state = 'received';
comment on column integration.provider_events.state is 'received: of a task that no call knows (yet); applied; ignored: it changed nothing.';
comment on table integration.provider_events is 'Webhooks received, once each by their own id. Global: which tenant it is for follows from the task id.';
alter table integration.provider_events enable row level security;

create table integration.webhook_secrets (
  provider text not null references integration.providers (key),
  secret text not null check (length(secret) between 16 and 500),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (provider, secret)
);
comment on table integration.webhook_secrets is 'What webhooks are signed with. During a rotation two are good: the old one expires.';
alter table integration.webhook_secrets enable row level security;

create table integration.foreign_tasks (
  provider text not null,
  operation text not null,
  key_id text not null,
  task_id text not null check (length(task_id) <= 200),
  seen_at timestamptz not null default now(),
  primary key (provider, operation, key_id, task_id),
  constraint foreign_tasks_operation_fkey foreign key (provider, operation)
    references integration.provider_operations (provider, operation)
);
comment on table integration.foreign_tasks is
  'Tasks that were in a key''s list before its first call from here, so that none of them is taken for a lost one. The task '''' says that the list was read.';
alter table integration.foreign_tasks enable row level security;

-- What each column holds, where it is not said above.
comment on column integration.providers.key is 'Its name in code.';
comment on column integration.providers.name is 'As people call it.';
comment on column integration.providers.is_enabled is 'Whether it is called at all.';
comment on column integration.provider_operations.provider is 'The outside service.';
comment on column integration.provider_operations.operation is 'What was asked of the provider.';
comment on column integration.provider_operations.description is 'What it does.';
comment on column integration.provider_prices.id is 'The row''s own id.';
comment on column integration.provider_prices.provider is 'The outside service.';
comment on column integration.provider_prices.operation is 'What was asked of the provider.';
comment on column integration.provider_prices.model is 'The model that it is for; empty for any.';
comment on column integration.provider_prices.unit is 'What is counted.';
comment on column integration.provider_prices.amount is 'Of one unit.';
comment on column integration.provider_prices.currency is 'The unit of the amounts: a currency, or the provider''s credits.';
comment on column integration.provider_prices.valid_from is 'The first day.';
comment on column integration.provider_prices.valid_to is 'The day after the last; null: still in force.';
comment on column integration.provider_calls.organization_id is 'The organisation that it belongs to.';
comment on column integration.provider_calls.id is 'The row''s own id.';
comment on column integration.provider_calls.attempt is 'Counted for each call_key.';
comment on column integration.provider_calls.job_id is 'The job that it is made for.';
comment on column integration.provider_calls.subject_id is 'What it is for: a content request.';
comment on column integration.provider_calls.provider is 'The outside service.';
comment on column integration.provider_calls.operation is 'What was asked of the provider.';
comment on column integration.provider_calls.request is 'What is sent.';
comment on column integration.provider_calls.price_id is 'The price that was in force.';
comment on column integration.provider_calls.reserved_amount is 'Reserved before it was sent.';
comment on column integration.provider_calls.currency is 'The unit of the amounts: a currency, or the provider''s credits.';
comment on column integration.provider_calls.spend_month is 'The month whose cap it counts against.';
comment on column integration.provider_calls.sent_at is 'When it was claimed, to be sent at once.';
comment on column integration.provider_calls.ended_at is 'When its end was booked.';
comment on column integration.provider_calls.http_status is 'Of the answer.';
comment on column integration.provider_calls.provider_task_id is 'The provider''s id of the task.';
comment on column integration.provider_calls.error is 'What went wrong.';
comment on column integration.provider_calls.resolved_by is 'Who decided on a call whose answer was lost.';
comment on column integration.provider_calls.resolved_at is 'When.';
comment on column integration.spend_months.organization_id is 'The organisation that it belongs to.';
comment on column integration.spend_months.month is 'Its first day, in UTC.';
comment on column integration.spend_months.currency is 'The unit of the amounts: a currency, or the provider''s credits.';
comment on column integration.spend_months.reserved is 'For calls under way.';
comment on column integration.spend_months.spent is 'Booked.';
comment on column integration.api_usage.organization_id is 'The organisation that it belongs to.';
comment on column integration.api_usage.id is 'The row''s own id.';
comment on column integration.api_usage.occurred_at is 'When it happened; the month partition goes by it.';
comment on column integration.api_usage.provider_call_id is 'The call to the provider.';
comment on column integration.api_usage.subject_id is 'What it is for: a content request.';
comment on column integration.api_usage.provider is 'The outside service.';
comment on column integration.api_usage.operation is 'What was asked of the provider.';
comment on column integration.api_usage.price_id is 'The price that was in force.';
comment on column integration.api_usage.cost is 'What was booked, at the price of its day.';
comment on column integration.api_usage.currency is 'The unit of the amounts: a currency, or the provider''s credits.';
comment on column integration.api_usage.xid is 'The transaction that wrote it: roll-ups take the facts in this order.';
comment on column integration.daily_usage_summaries.organization_id is 'The organisation that it belongs to.';
comment on column integration.daily_usage_summaries.day is 'In UTC.';
comment on column integration.daily_usage_summaries.provider is 'The outside service.';
comment on column integration.daily_usage_summaries.operation is 'What was asked of the provider.';
comment on column integration.daily_usage_summaries.currency is 'The unit of the amounts: a currency, or the provider''s credits.';
comment on column integration.daily_usage_summaries.calls is 'Calls that ended on the day.';
comment on column integration.daily_usage_summaries.failed_calls is 'Those that failed, and cost nothing.';
comment on column integration.daily_usage_summaries.cost is 'Booked on the day.';
comment on column integration.provider_events.id is 'The row''s own id.';
comment on column integration.provider_events.provider is 'The outside service.';
comment on column integration.provider_events.event_key is 'The provider''s id of the event: each is taken once.';
comment on column integration.provider_events.received_at is 'When it came.';
comment on column integration.provider_events.provider_task_id is 'The provider''s id of the task.';
comment on column integration.provider_events.body is 'As it came.';
comment on column integration.provider_events.headers is 'As they came.';
comment on column integration.provider_events.state is 'received, applied or ignored.';

-- migrate:down
drop schema integration cascade;
