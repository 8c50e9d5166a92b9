-- migrate:up

create schema integration;
comment on schema integration is 'Outside services: providers, prices, paid calls, usage and webhooks.';
grant usage on schema integration to vp_anon, vp_member, vp_worker, vp_definer, vp_dba, vp_monitor;

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
  'What a request may choose, by name: a list of values (of a resolution, the first is the default), {"min", "max"} of a whole number, or {"pattern"} of a text.';
alter table integration.provider_operations enable row level security;

create table integration.provider_prices (
  id uuid primary key default core.uuid_v7(),
  provider text not null,
  operation text not null,
  model text not null default '',
  unit text not null default 'call' check (unit in ('call', 'picture', 'doubling')),
  max_pixels bigint check (max_pixels > 0),
  max_result_pixels bigint check (max_result_pixels > 0),
  amount numeric(18, 6) not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3,8}$'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null,
  unique nulls not distinct (provider, operation, model, max_pixels, valid_from),
  foreign key (provider, operation) references integration.provider_operations (provider, operation)
);
comment on table integration.provider_prices is
  'The versioned price list: a call costs what was valid on its UTC day, by the rule that unit, max_pixels and max_result_pixels say. No valid price: the call is refused. Global.';
comment on column integration.provider_prices.unit is
  'What the amount is for: call; picture, of which a request may want several (num_images); doubling of a picture''s sides, and as many times that as the area grows beyond it (scale_factor).';
comment on column integration.provider_prices.max_pixels is
  'The largest picture sent, width by height, that the amount is for; the smallest step that holds it counts. Null: any size.';
comment on column integration.provider_prices.max_result_pixels is 'The largest result that the provider makes; null: any.';
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
    check (state in ('sent', 'accepted', 'lost', 'missing', 'succeeded', 'failed', 'needs_attention', 'retried', 'written_off')),
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
  booked_outcome text check (booked_outcome in ('succeeded', 'failed', 'unknown', 'wasted', 'charged', 'not_charged')),
  booked_amount numeric(18, 6) check (booked_amount >= 0),
  is_doubtful boolean not null default false,
  settled_by uuid,
  settled_at timestamptz,
  cached_call_id uuid,
  saved_amount numeric(18, 6) check (saved_amount >= 0),
  primary key (organization_id, id),
  unique (organization_id, call_key, attempt),
  constraint provider_calls_operation_fkey foreign key (provider, operation)
    references integration.provider_operations (provider, operation),
  constraint provider_calls_job_fkey foreign key (organization_id, job_id)
    references system.background_jobs (organization_id, id),
  constraint provider_calls_resolved_by_fkey foreign key (organization_id, resolved_by)
    references identity.user_organizations (organization_id, user_id),
  constraint provider_calls_settled_by_fkey foreign key (organization_id, settled_by)
    references identity.user_organizations (organization_id, user_id),
  constraint provider_calls_cached_call_fkey foreign key (organization_id, cached_call_id)
    references integration.provider_calls (organization_id, id),
  constraint provider_calls_saved_check check ((cached_call_id is null) = (saved_amount is null)),
  constraint provider_calls_cached_check check (cached_call_id is null or state = 'succeeded' and reserved_amount = 0),
  constraint provider_calls_booked_check check ((booked_outcome is null) = (booked_amount is null)),
  check (state = 'missing' or (state in ('sent', 'accepted', 'lost')) = (ended_at is null)),
  check (state <> 'accepted' or provider_task_id is not null)
);
create unique index provider_calls_live_key on integration.provider_calls (organization_id, call_key)
  where state in ('sent', 'accepted', 'lost', 'succeeded', 'needs_attention');
create unique index provider_calls_outstanding_key on integration.provider_calls (provider, operation, key_id)
  where is_async and state in ('sent', 'lost');
create index provider_calls_open_idx on integration.provider_calls (organization_id, sent_at) where state in ('accepted', 'lost', 'missing');
create index provider_calls_sought_idx on integration.provider_calls (provider, operation, key_id) where state in ('lost', 'missing');
create index provider_calls_unknown_idx on integration.provider_calls (organization_id, id) where booked_outcome = 'unknown';
create index provider_calls_job_idx on integration.provider_calls (organization_id, job_id);
create index provider_calls_subject_idx on integration.provider_calls (organization_id, subject_id);
create index provider_calls_attention_idx on integration.provider_calls (organization_id, id) where state = 'needs_attention';
create index provider_calls_sent_idx on integration.provider_calls (organization_id, sent_at) where state = 'sent';
create index provider_calls_operation_idx on integration.provider_calls (provider, operation);
create index provider_calls_price_idx on integration.provider_calls (price_id);
create index provider_calls_resolved_by_idx on integration.provider_calls (organization_id, resolved_by);
create index provider_calls_settled_by_idx on integration.provider_calls (organization_id, settled_by);
create unique index provider_calls_task_key on integration.provider_calls (provider, provider_task_id) where provider_task_id is not null;
comment on table integration.provider_calls is
  'Every paid call, claimed and its price reserved before it is made. The unique key makes a second one impossible.';
comment on column integration.provider_calls.call_key is 'What the call is for; a repeat of the same need finds the same row.';
comment on column integration.provider_calls.state is
  'sent → succeeded | failed; of a task: sent → accepted (at work) → succeeded | failed. A lost answer of a task: lost, until the list of tasks has it; when it does not, missing: the call may be made again, and the list is asked again for a week. Any other is booked at full price; then the call is made again (retried) or left to a person (needs_attention → retried | written_off).';
comment on column integration.provider_calls.key_id is 'Whose API key: platform, or the organisation''s own. Of an operation with tasks one answer a key is outstanding at a time, so that a lost one can be told in the list of tasks.';
comment on column integration.provider_calls.next_poll_at is 'When the task, or for a lost answer the list of tasks, is asked for next.';
comment on column integration.provider_calls.booked_outcome is
  'As what it is booked now, api_usage says how that came: succeeded; failed, for nothing; unknown, at full price, whether the provider charges or not; wasted: a task that turned up after another one was made. charged, not_charged: what an admin found out about an unknown one.';
comment on column integration.provider_calls.booked_amount is 'What is booked for it in all.';
comment on column integration.provider_calls.is_doubtful is 'Its task can no longer be told from another''s: should one turn up it is paid, and its picture is not used.';
comment on column integration.provider_calls.settled_by is 'Who said whether the provider charged.';
comment on column integration.provider_calls.settled_at is 'When.';
comment on column integration.provider_calls.refreshes is 'How often the task was asked for again because its result''s address had expired.';
comment on column integration.provider_calls.response is 'What the provider answered, in our own words: the client leaves out what nothing reads.';
alter table integration.provider_calls enable row level security;

create table integration.spend_months (
  organization_id uuid not null references identity.organizations (id),
  month date not null check (extract(day from month) = 1),
  currency text not null,
  reserved numeric(18, 6) not null default 0 check (reserved >= 0),
  spent numeric(18, 6) not null default 0 check (spent >= 0),
  cached_calls bigint not null default 0 check (cached_calls >= 0),
  saved numeric(18, 6) not null default 0 check (saved >= 0),
  primary key (organization_id, month, currency)
);
create index spend_months_month_idx on integration.spend_months (month);
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
  outcome text not null check (outcome in ('succeeded', 'failed', 'unknown', 'wasted', 'corrected')),
  price_id uuid not null,
  cost numeric(18, 6) not null check (cost >= 0 or outcome = 'corrected'),
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
comment on table integration.api_usage is 'What each call cost: one immutable row a call that ended, with the price of its day frozen, and another when it turns out otherwise. By month.';
comment on column integration.api_usage.outcome is 'failed costs nothing; unknown (the answer was lost, or a task that was taken failed) and wasted (a task that came to nobody''s use) are booked at full price; corrected: what must be added to or taken off an earlier row of the call.';
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
create index provider_events_received_at_idx on integration.provider_events (received_at);
create index provider_events_task_idx on integration.provider_events (provider, provider_task_id) where state = 'received';
create index provider_events_unapplied_idx on integration.provider_events (received_at) where state = 'received';
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
  is_open boolean not null default false,
  primary key (provider, operation, key_id, task_id),
  constraint foreign_tasks_operation_fkey foreign key (provider, operation)
    references integration.provider_operations (provider, operation)
);
comment on table integration.foreign_tasks is
  'Tasks in a key''s list that no call has: those from before its first call from here, and those that could not be told apart since, so that none of them is taken for a lost one. The task '''' says that the list was read.';
comment on column integration.foreign_tasks.is_open is 'True: seen, and a call that may be its own is still under way.';
alter table integration.foreign_tasks enable row level security;

-- Money: what a subject costs, and what searches saved.

create table integration.subject_spends (
  organization_id uuid not null references identity.organizations (id),
  subject_id uuid not null,
  currency text not null,
  reserved numeric(18, 6) not null default 0 check (reserved >= 0),
  spent numeric(18, 6) not null default 0 check (spent >= 0),
  primary key (organization_id, subject_id, currency)
);
create index subject_spends_reserved_idx on integration.subject_spends (organization_id, subject_id, currency) where reserved > 0;
comment on table integration.subject_spends is
  'Money reserved and spent for a content request by currency; the row that a claim locks, so that the cap of a request holds exactly.';
alter table integration.subject_spends enable row level security;

comment on column integration.spend_months.cached_calls is 'How many searches were answered by an earlier one.';
comment on column integration.spend_months.saved is 'What those would have cost.';

create index provider_calls_cached_call_idx on integration.provider_calls (organization_id, cached_call_id);
create index provider_calls_search_idx on integration.provider_calls (organization_id, operation, md5(request::text), sent_at)
  where operation = 'stock_search' and state in ('sent', 'succeeded') and cached_call_id is null;
comment on column integration.provider_calls.cached_call_id is
  'The same search, asked shortly before, whose answer this one took: nothing was sent and nothing is booked.';
comment on column integration.provider_calls.saved_amount is 'What asking again would have cost.';

-- API keys of the organisations.

create table integration.provider_keys (
  organization_id uuid not null references identity.organizations (id),
  provider text not null,
  key_id text not null check (length(key_id) <= 100),
  secret text not null check (length(secret) between 8 and 500),
  created_by uuid,
  created_at timestamptz not null default now(),
  replaced_at timestamptz,
  primary key (organization_id, provider, key_id),
  constraint provider_keys_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create unique index provider_keys_current_key on integration.provider_keys (organization_id, provider) where replaced_at is null;
create index provider_keys_created_by_idx on integration.provider_keys (organization_id, created_by);
comment on table integration.provider_keys is
  'API keys that organisations brought: their calls go out under them, all others under the platform''s. Read by definer functions only.';
comment on column integration.provider_keys.key_id is
  'Names the key by its content, so that organisations that share one share its limits too. Calls keep it: a task is asked for with the key that made it.';
comment on column integration.provider_keys.replaced_at is 'Null: the one for new calls.';
alter table integration.provider_keys enable row level security;

-- The provider's limits, kept here before it has to refuse.

create table integration.rate_limits (
  provider text not null references integration.providers (key),
  quota text not null check (quota ~ '^[a-z_]+$'),
  scope text not null check (scope in ('key', 'address')),
  plan text not null default 'any' check (plan in ('any', 'free', 'premium')),
  operations text[] check (cardinality(operations) > 0),
  calls int not null check (calls >= 0),
  per interval not null check (per > interval '0'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null,
  primary key (provider, quota, scope, plan, per, valid_from)
);
comment on table integration.rate_limits is
  'How many calls the provider takes in how long: versioned data, so that a change of its page is a new row. Global.';
comment on column integration.rate_limits.scope is 'Counted by API key, or for all calls of the platform''s address.';
comment on column integration.rate_limits.plan is 'The plan of the API key that it holds for: integration.key_plan says which one that is.';
comment on column integration.rate_limits.operations is
  'What counts towards it. Null: every call, questions about tasks too; else only calls that make something.';
comment on column integration.rate_limits.source is 'Where the figure is from.';
alter table integration.rate_limits enable row level security;

create table integration.rate_buckets (
  provider text not null,
  quota text not null,
  scope text not null,
  scope_id text not null,
  per interval not null,
  slot bigint not null,
  counts int[] not null check (cardinality(counts) = 25),
  primary key (provider, quota, scope, scope_id, per)
) with (fillfactor = 50);
comment on table integration.rate_buckets is
  'What was called lately: a row that every worker locks, so that a limit holds for all of them together. A limit''s time is cut in 24 slots; the 25th is the one that is only partly past.';
comment on column integration.rate_buckets.slot is 'The number of the newest slot since 1970; counts[1] is its count, counts[2] that of the one before.';
alter table integration.rate_buckets enable row level security;

create table integration.throttles (
  provider text not null,
  operation text not null,
  key_id text not null,
  blocked_until timestamptz not null,
  refusals int not null default 1 check (refusals >= 0),
  primary key (provider, operation, key_id),
  constraint throttles_operation_fkey foreign key (provider, operation)
    references integration.provider_operations (provider, operation)
);
comment on table integration.throttles is
  'Refusals with 429: until when the key leaves the operation alone. Without Retry-After the pause doubles with each refusal in a row.';
alter table integration.throttles enable row level security;

create table integration.circuits (
  provider text not null,
  operation text not null,
  state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
  failures int not null default 0 check (failures >= 0),
  failed_at timestamptz,
  openings int not null default 0 check (openings >= 0),
  open_until timestamptz,
  probe_at timestamptz,
  primary key (provider, operation),
  constraint circuits_operation_fkey foreign key (provider, operation)
    references integration.provider_operations (provider, operation),
  check (state <> 'open' or open_until is not null),
  check ((state = 'half_open') = (probe_at is not null))
);
comment on table integration.circuits is
  'Whether an operation works: closed; open after failures in a row, nothing is sent; half_open, one call finds out. Global.';
alter table integration.circuits enable row level security;

-- What each column holds, where it is not said above.
comment on column integration.provider_operations.kind is 'What it gives: a search, a download, a picture from a text, a picture edited, or a text.';
comment on column integration.webhook_secrets.provider is 'The outside service.';
comment on column integration.webhook_secrets.secret is 'As the provider''s dashboard shows it.';
comment on column integration.webhook_secrets.created_at is 'When it was installed.';
comment on column integration.webhook_secrets.expires_at is 'When it stops being good; null: it is the current one.';
comment on column integration.foreign_tasks.provider is 'The outside service.';
comment on column integration.foreign_tasks.operation is 'Whose list of tasks it stood in.';
comment on column integration.foreign_tasks.key_id is 'The key whose list it was.';
comment on column integration.foreign_tasks.task_id is 'The provider''s id of the task.';
comment on column integration.foreign_tasks.seen_at is 'When it was first seen there.';
comment on column integration.subject_spends.organization_id is 'The organisation that it belongs to.';
comment on column integration.subject_spends.subject_id is 'What the money is for: a content request.';
comment on column integration.subject_spends.currency is 'The unit of the amounts: a currency, or the provider''s credits.';
comment on column integration.subject_spends.reserved is 'For calls under way.';
comment on column integration.subject_spends.spent is 'Booked.';
comment on column integration.provider_keys.organization_id is 'The organisation that it belongs to.';
comment on column integration.provider_keys.provider is 'The outside service.';
comment on column integration.provider_keys.secret is 'The key itself; no client reads it.';
comment on column integration.provider_keys.created_by is 'Who set it.';
comment on column integration.provider_keys.created_at is 'When.';
comment on column integration.rate_limits.provider is 'The outside service.';
comment on column integration.rate_limits.quota is 'Its name; a limit of several times has a row each.';
comment on column integration.rate_limits.calls is 'How many calls at most; 0: the plan does not have them.';
comment on column integration.rate_limits.per is 'In how long.';
comment on column integration.rate_limits.valid_from is 'The first day.';
comment on column integration.rate_limits.valid_to is 'The day after the last; null: still in force.';
comment on column integration.rate_buckets.provider is 'The outside service.';
comment on column integration.rate_buckets.quota is 'The limit''s name.';
comment on column integration.rate_buckets.scope is 'What is counted apart: a key, or our address.';
comment on column integration.rate_buckets.scope_id is 'Which key, or which address.';
comment on column integration.rate_buckets.per is 'The limit''s time.';
comment on column integration.rate_buckets.counts is 'Calls a slot, the newest first.';
comment on column integration.throttles.provider is 'The outside service.';
comment on column integration.throttles.operation is 'What was refused with 429.';
comment on column integration.throttles.key_id is 'Whose calls were refused.';
comment on column integration.throttles.blocked_until is 'No call before then.';
comment on column integration.throttles.refusals is 'Refusals in a row: each makes the next wait longer.';
comment on column integration.circuits.provider is 'The outside service.';
comment on column integration.circuits.operation is 'What is called.';
comment on column integration.circuits.state is 'closed: calls go. open: none goes. half_open: one is on trial.';
comment on column integration.circuits.failures is 'Failures in a row.';
comment on column integration.circuits.failed_at is 'The last one.';
comment on column integration.circuits.openings is 'Openings in a row: each lasts longer.';
comment on column integration.circuits.open_until is 'When a call may go on trial.';
comment on column integration.circuits.probe_at is 'When the call on trial went.';
comment on column integration.provider_calls.is_async is 'Whether the answer is a task that is finished later.';
comment on column integration.provider_calls.task_status is 'CREATED, IN_PROGRESS, COMPLETED or FAILED, as the provider last said of the task.';
comment on column integration.provider_calls.accepted_at is 'When the provider took the task on.';
comment on column integration.provider_calls.polls is 'How often the task was asked for.';
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
comment on column integration.daily_usage_summaries.cost is 'Booked on the day, corrections of earlier days included.';
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
