-- migrate:up

create schema identity;
comment on schema identity is 'Who may do what: users, organisations, memberships, sessions and keys.';
grant usage on schema identity to vp_anon, vp_member, vp_worker, vp_definer, vp_dba, vp_monitor, vp_authenticator;

create function identity.system_organization_id() returns uuid
  language sql immutable parallel safe
  return '00000000-0000-7000-8000-000000000000'::uuid;
comment on function identity.system_organization_id() is 'The organisation that owns shared system resources, such as template families.';
grant execute on function identity.system_organization_id() to public;

create function identity.role_rank(role text) returns int
  language sql immutable strict parallel safe
  return case role when 'owner' then 5 when 'admin' then 4 when 'editor' then 3 when 'reviewer' then 2 when 'viewer' then 1 end;
comment on function identity.role_rank(text) is 'Owner 5 > admin 4 > editor 3 > reviewer 2 > viewer 1; null for anything else.';
grant execute on function identity.role_rank(text) to public;

create function identity.is_email(value text) returns boolean
  language sql immutable parallel safe
  return coalesce(value ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(value) <= 254 and value = lower(value), false);
comment on function identity.is_email(text) is 'True for an e-mail address as it is kept: in lower case, at most 254 characters.';
grant execute on function identity.is_email(text) to public;

create table identity.users (
  id uuid primary key default core.uuid_v7(),
  email text not null check (identity.is_email(email)),
  full_name text not null check (length(btrim(full_name)) between 1 and 120),
  locale text not null default 'en' check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  notification_preferences jsonb not null default '{"email": true, "approvals": "immediately", "digest": "daily"}'
    check (core.is_metadata(notification_preferences)),
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email_key on identity.users (lower(email));
comment on table identity.users is 'People: profile and notification preferences. A user belongs to organisations through user_organizations.';
comment on column identity.users.notification_preferences is 'Object: email (boolean), approvals and digest (immediately, daily, weekly or never).';
alter table identity.users enable row level security;

create table identity.credentials (
  user_id uuid primary key references identity.users (id) on delete cascade,
  password_hash text not null check (password_hash like '$2_$%'),
  changed_at timestamptz not null default now()
);
comment on table identity.credentials is 'Password hashes (bcrypt), apart from the profile so that nothing that reads users can see them.';
alter table identity.credentials enable row level security;

create table identity.organizations (
  id uuid primary key default core.uuid_v7(),
  name text not null check (length(btrim(name)) between 1 and 120),
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 2 and 63),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_by uuid references identity.users (id),
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index organizations_slug_key on identity.organizations (slug);
create index organizations_created_by_idx on identity.organizations (created_by);
comment on table identity.organizations is 'Tenants. Everything a tenant owns carries organization_id.';
comment on column identity.organizations.time_zone is 'IANA name: the zone of the organisation''s reports. Ledger days are UTC.';
alter table identity.organizations enable row level security;

insert into identity.organizations (id, name, slug)
values (identity.system_organization_id(), 'Visual Pipeline', 'visual-pipeline');

create table identity.user_organizations (
  organization_id uuid not null references identity.organizations (id),
  user_id uuid not null references identity.users (id),
  role text not null check (role in ('owner', 'admin', 'editor', 'reviewer', 'viewer')),
  status text not null default 'active' check (status in ('active', 'removed')),
  invited_by uuid,
  joined_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (organization_id, user_id),
  constraint user_organizations_invited_by_fkey foreign key (organization_id, invited_by)
    references identity.user_organizations (organization_id, user_id),
  check ((status = 'removed') = (removed_at is not null))
);
create index user_organizations_live_idx on identity.user_organizations (user_id, organization_id) include (role) where status = 'active';
create index user_organizations_user_id_idx on identity.user_organizations (user_id);
create index user_organizations_invited_by_idx on identity.user_organizations (organization_id, invited_by);
comment on table identity.user_organizations is 'Memberships: a user''s role in an organisation. Never deleted; a removed member keeps the row, with status removed.';
comment on column identity.user_organizations.role is 'owner > admin > editor > reviewer > viewer.';
alter table identity.user_organizations enable row level security;

create table identity.invitations (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  email text not null check (identity.is_email(email)),
  role text not null check (role in ('admin', 'editor', 'reviewer', 'viewer')),
  token_hash bytea not null,
  invited_by uuid not null,
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint invitations_invited_by_fkey foreign key (organization_id, invited_by)
    references identity.user_organizations (organization_id, user_id)
);
create unique index invitations_token_hash_key on identity.invitations (token_hash);
create unique index invitations_open_key on identity.invitations (organization_id, email) where accepted_at is null and revoked_at is null;
create index invitations_invited_by_idx on identity.invitations (organization_id, invited_by);
comment on table identity.invitations is 'Invitations to an organisation; the token is sent once and only its hash is kept.';
alter table identity.invitations enable row level security;

create table identity.api_keys (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  name text not null check (length(btrim(name)) between 1 and 120),
  prefix text not null,
  key_hash bytea not null,
  role text not null check (role in ('admin', 'editor', 'reviewer', 'viewer')),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (organization_id, id),
  constraint api_keys_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create unique index api_keys_key_hash_key on identity.api_keys (key_hash);
create index api_keys_created_by_idx on identity.api_keys (organization_id, created_by);
comment on table identity.api_keys is 'Keys of programs: each acts for the member who made it, with at most the key''s role. Only a hash is kept.';
alter table identity.api_keys enable row level security;

create table identity.sessions (
  id uuid primary key default core.uuid_v7(),
  user_id uuid not null references identity.users (id) on delete cascade,
  organization_id uuid,
  api_key_id uuid,
  refresh_token_hash bytea,
  previous_refresh_token_hash bytea,
  created_at timestamptz not null default now(),
  refreshed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint sessions_membership_fkey foreign key (organization_id, user_id)
    references identity.user_organizations (organization_id, user_id),
  constraint sessions_api_key_fkey foreign key (organization_id, api_key_id)
    references identity.api_keys (organization_id, id)
);
create unique index sessions_refresh_token_hash_key on identity.sessions (refresh_token_hash);
create index sessions_previous_refresh_token_hash_idx on identity.sessions (previous_refresh_token_hash) where previous_refresh_token_hash is not null;
create index sessions_membership_idx on identity.sessions (organization_id, user_id);
create index sessions_api_key_idx on identity.sessions (organization_id, api_key_id);
create index sessions_user_id_idx on identity.sessions (user_id);
create index sessions_expires_at_idx on identity.sessions (expires_at);
comment on table identity.sessions is 'Signed-in sessions. The refresh token turns over at each use; using an old one again ends the session.';
alter table identity.sessions enable row level security;

create table identity.signing_keys (
  id uuid primary key default core.uuid_v7(),
  purpose text not null check (purpose in ('access_token', 'file_url')),
  secret text not null check (octet_length(secret) >= 32),
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index signing_keys_current_key on identity.signing_keys (purpose) where retired_at is null;
comment on table identity.signing_keys is 'Secrets that sign access tokens (HS256) and file URLs. Readable by vp_definer alone.';
alter table identity.signing_keys enable row level security;

create table identity.acting_transactions (
  xid xid8 primary key default pg_current_xact_id(),
  organization_id uuid not null references identity.organizations (id),
  role text not null check (role in ('owner', 'admin', 'editor', 'reviewer', 'viewer')),
  database_role text not null default session_user,
  started_at timestamptz not null default now()
);
create index acting_transactions_organization_id_idx on identity.acting_transactions (organization_id);
comment on table identity.acting_transactions is 'Transactions in which a DBA acts as a member of an organisation: system.act_as() writes it, identity.org_id() believes it for that transaction alone.';
alter table identity.acting_transactions enable row level security;

-- What each column holds, where it is not said above.
comment on column identity.users.id is 'The row''s own id.';
comment on column identity.users.email is 'The address to sign in with, in lower case.';
comment on column identity.users.full_name is 'As it is shown to others.';
comment on column identity.users.locale is 'BCP 47 language tag, such as en or de-CH.';
comment on column identity.users.time_zone is 'IANA name: the zone of the person''s notifications.';
comment on column identity.users.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column identity.users.created_at is 'When the row was made.';
comment on column identity.users.updated_at is 'When it was last changed.';
comment on column identity.credentials.user_id is 'The person.';
comment on column identity.credentials.password_hash is 'bcrypt.';
comment on column identity.credentials.changed_at is 'When the password was last set.';
comment on column identity.organizations.id is 'The row''s own id.';
comment on column identity.organizations.name is 'What people call it.';
comment on column identity.organizations.slug is 'Its name in URLs and in code.';
comment on column identity.organizations.status is 'active or suspended; a suspended one opens to nobody.';
comment on column identity.organizations.created_by is 'Who made it.';
comment on column identity.organizations.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column identity.organizations.created_at is 'When the row was made.';
comment on column identity.organizations.updated_at is 'When it was last changed.';
comment on column identity.user_organizations.organization_id is 'The organisation that it belongs to.';
comment on column identity.user_organizations.user_id is 'The member.';
comment on column identity.user_organizations.status is 'active or removed.';
comment on column identity.user_organizations.invited_by is 'Who sent the invitation.';
comment on column identity.user_organizations.joined_at is 'When an invitation was accepted last.';
comment on column identity.user_organizations.removed_at is 'When the membership ended.';
comment on column identity.invitations.organization_id is 'The organisation that it belongs to.';
comment on column identity.invitations.id is 'The row''s own id.';
comment on column identity.invitations.email is 'The address that alone may accept it.';
comment on column identity.invitations.role is 'The role that it gives.';
comment on column identity.invitations.token_hash is 'SHA-256 of the token, which nobody else has.';
comment on column identity.invitations.invited_by is 'Who sent the invitation.';
comment on column identity.invitations.expires_at is 'Until when it is good.';
comment on column identity.invitations.accepted_at is 'When it was used.';
comment on column identity.invitations.revoked_at is 'When it was ended before its time.';
comment on column identity.invitations.created_at is 'When the row was made.';
comment on column identity.api_keys.organization_id is 'The organisation that it belongs to.';
comment on column identity.api_keys.id is 'The row''s own id.';
comment on column identity.api_keys.name is 'What the key is for.';
comment on column identity.api_keys.prefix is 'The first characters of the key, to tell it by.';
comment on column identity.api_keys.key_hash is 'SHA-256 of the key, which nobody else has.';
comment on column identity.api_keys.role is 'The most that the key may.';
comment on column identity.api_keys.created_by is 'Whom it acts for.';
comment on column identity.api_keys.created_at is 'When the row was made.';
comment on column identity.api_keys.expires_at is 'Until when it is good.';
comment on column identity.api_keys.revoked_at is 'When it was ended before its time.';
comment on column identity.api_keys.last_used_at is 'When it last opened a session.';
comment on column identity.sessions.id is 'The row''s own id.';
comment on column identity.sessions.user_id is 'The person.';
comment on column identity.sessions.organization_id is 'The organisation that it is for; null for none yet.';
comment on column identity.sessions.api_key_id is 'The key that opened it; null for a person.';
comment on column identity.sessions.refresh_token_hash is 'SHA-256 of the refresh token that is good now.';
comment on column identity.sessions.previous_refresh_token_hash is 'Of the one before: its use means a theft, and ends the session.';
comment on column identity.sessions.created_at is 'When the row was made.';
comment on column identity.sessions.refreshed_at is 'When its tokens were last replaced.';
comment on column identity.sessions.expires_at is 'Until when it is good.';
comment on column identity.sessions.revoked_at is 'When it was ended before its time.';
comment on column identity.signing_keys.id is 'The row''s own id.';
comment on column identity.signing_keys.purpose is 'What it signs.';
comment on column identity.signing_keys.secret is 'The key itself.';
comment on column identity.signing_keys.created_at is 'When the row was made.';
comment on column identity.signing_keys.retired_at is 'When another took its place; null: the current one.';
comment on column identity.acting_transactions.xid is 'The transaction.';
comment on column identity.acting_transactions.organization_id is 'The organisation that it belongs to.';
comment on column identity.acting_transactions.role is 'The role that is acted in.';
comment on column identity.acting_transactions.database_role is 'The login that acts.';
comment on column identity.acting_transactions.started_at is 'When it began.';

-- migrate:down
drop schema identity cascade;
