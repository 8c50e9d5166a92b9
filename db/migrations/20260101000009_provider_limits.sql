-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, ban-drop-column, ban-drop-table
-- Until the first release the tables are empty; what goes down is dropped.
-- migrate:up

-- Money: what a subject costs, and what searches saved.

create table integration.subject_spends (
  organization_id uuid not null references identity.organizations (id),
  subject_id uuid not null,
  currency text not null,
  reserved numeric(18, 6) not null default 0 check (reserved >= 0),
  spent numeric(18, 6) not null default 0 check (spent >= 0),
  primary key (organization_id, subject_id, currency)
);
comment on table integration.subject_spends is
  'Money reserved and spent for a content request by currency; the row that a claim locks, so that the cap of a request holds exactly.';
alter table integration.subject_spends enable row level security;

insert into integration.subject_spends (organization_id, subject_id, currency, reserved, spent)
select c.organization_id, c.subject_id, c.currency,
  sum(case when c.ended_at is null then c.reserved_amount else 0 end), coalesce(sum(u.cost), 0)
from integration.provider_calls c
left join integration.api_usage u on u.organization_id = c.organization_id and u.provider_call_id = c.id
where c.subject_id is not null
group by c.organization_id, c.subject_id, c.currency;

alter table integration.spend_months
  add column cached_calls bigint not null default 0 check (cached_calls >= 0),
  add column saved numeric(18, 6) not null default 0 check (saved >= 0);
comment on column integration.spend_months.cached_calls is 'How many searches were answered by an earlier one.';
comment on column integration.spend_months.saved is 'What those would have cost.';

alter table integration.provider_calls
  add column cached_call_id uuid,
  add column saved_amount numeric(18, 6) check (saved_amount >= 0),
  add constraint provider_calls_cached_call_fkey foreign key (organization_id, cached_call_id)
    references integration.provider_calls (organization_id, id),
  add constraint provider_calls_saved_check check ((cached_call_id is null) = (saved_amount is null)),
  add constraint provider_calls_cached_check check (cached_call_id is null or state = 'succeeded' and reserved_amount = 0);
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
  operations text[] check (cardinality(operations) > 0),
  calls int not null check (calls > 0),
  per interval not null check (per > interval '0'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null,
  primary key (provider, quota, scope, per, valid_from)
);
comment on table integration.rate_limits is
  'How many calls the provider takes in how long: versioned data, so that a change of its page is a new row. Global.';
comment on column integration.rate_limits.scope is 'Counted by API key, or for all calls of the platform''s address.';
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

-- From an AI source to stock.

alter table content.content_requests add column fallback_reason text;
comment on column content.content_requests.fallback_reason is
  'Why the picture comes from stock, though an AI source was asked for: its source''s fallback was taken.';

-- migrate:down
alter table content.content_requests drop column fallback_reason;
drop table integration.circuits, integration.throttles, integration.rate_buckets, integration.rate_limits, integration.provider_keys;
alter table integration.provider_calls drop column cached_call_id, drop column saved_amount;
alter table integration.spend_months drop column cached_calls, drop column saved;
drop table integration.subject_spends;
