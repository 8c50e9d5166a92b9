-- migrate:up

create schema if not exists core;
comment on schema core is 'Primitives: ids, errors, the caller, colour arithmetic, the queue''s entrance and the deploy ledger.';
grant usage on schema core to vp_anon, vp_member, vp_worker, vp_definer, vp_queue, vp_dba, vp_monitor, vp_authenticator;

create table core.deployed (
  path text primary key,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  identity jsonb not null default '[]',
  deployed_at timestamptz not null default now()
);
comment on table core.deployed is 'What the last deploy applied: one row a file under db/, with its hash and the objects that it defines.';
comment on column core.deployed.identity is 'The objects of a db/src file, so that a later deploy can drop what is gone.';
alter table core.deployed enable row level security;

-- node-pg-migrate wants it so.
create table core.data_migrations (
  -- squawk-ignore prefer-identity
  id serial primary key,
  -- squawk-ignore prefer-text-field
  name varchar(255) not null,
  -- squawk-ignore prefer-timestamp-tz
  run_on timestamp not null
);
comment on table core.data_migrations is 'node-pg-migrate''s ledger of the shipped data under db/data.';
alter table core.data_migrations enable row level security;

-- dbmate made it before this first migration ran.
comment on table core.schema_migrations is 'dbmate''s ledger of the schema migrations under db/migrations.';
alter table core.schema_migrations enable row level security;

-- Time-ordered ids keep index inserts at the right edge; before version 18 the server has no function of its own.
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create function core.uuid_v7() returns uuid
      language sql volatile parallel safe
      return pg_catalog.uuidv7();
  else
    create function core.uuid_v7() returns uuid
      language sql volatile parallel safe
      return encode(
        set_bit(set_bit(
          overlay(
            uuid_send(gen_random_uuid())
            placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
            from 1 for 6),
          52, 1), 53, 1),
        'hex')::uuid;
  end if;
end $$;
comment on function core.uuid_v7() is 'A new time-ordered id (UUID version 7, RFC 9562).';
grant execute on function core.uuid_v7() to public;

create function core.is_metadata(value jsonb) returns boolean
  language sql immutable parallel safe
  return jsonb_typeof(value) = 'object' and octet_length(value::text) <= 16384;
comment on function core.is_metadata(jsonb) is 'True for a JSON object of at most 16 kB: what clients may keep beside a resource.';
grant execute on function core.is_metadata(jsonb) to public;

create type core.finding as (
  severity text,
  check_key text,
  organization_id uuid,
  subject text,
  subject_id text,
  since timestamptz,
  problem text,
  remedy text
);
comment on type core.finding is 'Something that is wrong with a running system: what the find_ functions answer, and analytics.diagnose() gathers.';
comment on column core.finding.severity is 'error: it does not work, or money does not add up; warning: it will not, or a person is waited for.';
comment on column core.finding.check_key is 'What was looked for, by area: calls.unresolved.';
comment on column core.finding.organization_id is 'Whose it is; null: everybody''s.';
comment on column core.finding.subject is 'What it is about: a table, or another kind of thing.';
comment on column core.finding.subject_id is 'Which one; of several the oldest.';
comment on column core.finding.since is 'Since when; null: nobody knows.';
comment on column core.finding.problem is 'What is wrong, in a sentence.';
comment on column core.finding.remedy is 'What to do about it, in a sentence.';

create type core.lab_color as (l double precision, a double precision, b double precision, chroma double precision, hex text, name text);
comment on type core.lab_color is 'A colour made ready for core.ciede2000_to(): CIE Lab (D65), as core.to_lab_color() makes it.';
comment on column core.lab_color.l is 'Lightness.';
comment on column core.lab_color.a is 'From green to red.';
comment on column core.lab_color.b is 'From blue to yellow.';
comment on column core.lab_color.chroma is 'The distance from grey.';
comment on column core.lab_color.hex is '#RRGGBB.';
comment on column core.lab_color.name is 'What it is called; null: nothing.';

create function core.is_hex_color(value text) returns boolean
  language sql immutable parallel safe
  return coalesce(value ~ '^#[0-9A-Fa-f]{6}$', false);
comment on function core.is_hex_color(text) is 'True for #RRGGBB.';
grant execute on function core.is_hex_color(text) to public;

create function core.are_hex_colors(value text[]) returns boolean
  language sql immutable parallel safe
  return not exists (select from unnest(value) color where not core.is_hex_color(color));
comment on function core.are_hex_colors(text[]) is 'True when every item is #RRGGBB; true for an empty list.';
grant execute on function core.are_hex_colors(text[]) to public;

-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function core.srgb_to_linear(channel integer) returns double precision
  language sql immutable parallel safe as $$
  -- The curve's bend, 0.04045, lies between the channel values 10 and 11; so does WCAG's older 0.03928.
  select case
    when channel <= 10 then channel::double precision / 255 / 12.92
    else power((channel::double precision / 255 + 0.055) / 1.055, 2.4)
  end
$$;
comment on function core.srgb_to_linear(integer) is
  'Linear light, 0 to 1, of an sRGB channel value from 0 to 255 (IEC 61966-2-1).';
grant execute on function core.srgb_to_linear(integer) to vp_definer, vp_member, vp_worker;

create function core.hex_to_rgb(hex text) returns bytea
  language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  if hex !~ '^#?[0-9A-Fa-f]{6}$' then
    raise exception using
      errcode = '22023',
      message = format('invalid colour %L', left(hex, 40)),
      hint = 'Write a colour as #RRGGBB, six hexadecimal digits.';
  end if;
  return decode(right(hex, 6), 'hex');
end $$;
comment on function core.hex_to_rgb(text) is
  'The three bytes red, green and blue of a colour written #RRGGBB or RRGGBB; any other text raises 22023.';
grant execute on function core.hex_to_rgb(text) to vp_definer, vp_member, vp_worker;

-- No SET clause and not STRICT: either would keep the planner from inlining it.
-- `offset 0` ends a stage: without it the planner would merge the stages and compute each value once per use.
create function core.hex_to_lab(hex text)
  returns table (l double precision, a double precision, b double precision)
  language sql immutable parallel safe rows 1 as $$
  select 116 * f.y - 16, 500 * (f.x - f.y), 200 * (f.y - f.z)
  from (
    -- Below (6/29)^3 the cube root gives way to a straight line.
    select
      case when xyz.x > 216.0 / 24389 then cbrt(xyz.x) else (24389.0 / 27 * xyz.x + 16) / 116 end as x,
      case when xyz.y > 216.0 / 24389 then cbrt(xyz.y) else (24389.0 / 27 * xyz.y + 16) / 116 end as y,
      case when xyz.z > 216.0 / 24389 then cbrt(xyz.z) else (24389.0 / 27 * xyz.z + 16) / 116 end as z
    from (
      -- Divided by the sums of the rows, which are the D65 white point, so that greys come out neutral.
      select
        (0.4124564 * linear.r + 0.3575761 * linear.g + 0.1804375 * linear.b) / 0.9504700 as x,
        (0.2126729 * linear.r + 0.7151522 * linear.g + 0.0721750 * linear.b) / 1.0000001 as y,
        (0.0193339 * linear.r + 0.1191920 * linear.g + 0.9503041 * linear.b) / 1.0888300 as z
      from (
        select
          core.srgb_to_linear(channel.r) as r,
          core.srgb_to_linear(channel.g) as g,
          core.srgb_to_linear(channel.b) as b
        from (
          select get_byte(rgb.bytes, 0) as r, get_byte(rgb.bytes, 1) as g, get_byte(rgb.bytes, 2) as b
          from (select core.hex_to_rgb(hex) as bytes offset 0) as rgb
          offset 0
        ) as channel
        offset 0
      ) as linear
      offset 0
    ) as xyz
    offset 0
  ) as f
$$;
comment on function core.hex_to_lab(text) is
  'CIE L*a*b* (D65) of an sRGB colour written #RRGGBB or RRGGBB. Call it in FROM or LATERAL, where it is inlined.';
grant execute on function core.hex_to_lab(text) to vp_definer, vp_member, vp_worker;

create function core.forbid_change() returns trigger
  language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'VP909',
    message = format('%s of %I.%I is forbidden: it would pass by audit and roll-ups.', tg_op, tg_table_schema, tg_table_name),
    hint = 'Write through the parent table; delete rows, or detach a month''s partition, instead of truncating.';
end $$;
comment on function core.forbid_change() is
  'Trigger, before each statement: refuses TRUNCATE of a table, and any statement that names a partition. Raises VP909.';

-- Partitions are made by the owner on behalf of the worker, which may not create tables.
create function core.create_month_partitions(parent regclass, months_ahead int default 3) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  schema_name text;
  table_name text;
  first_day date := date_trunc('month', now() at time zone 'utc')::date - interval '1 month';
  month date;
  partition text;
  made int := 0;
begin
  -- Each partition takes a lock until the end of the transaction.
  if months_ahead not between 0 and 24 then
    raise exception 'Partitions are made 0 to 24 months ahead, not %.', months_ahead using errcode = '22023';
  end if;
  select n.nspname, c.relname into strict schema_name, table_name
  from pg_catalog.pg_partitioned_table p
  join pg_catalog.pg_class c on c.oid = p.partrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.oid = parent;

  for month in
    select d::date
    from generate_series(first_day, first_day + make_interval(months => 1 + months_ahead), interval '1 month') d
  loop
    partition := table_name || '_' || to_char(month, 'YYYY_MM');
    continue when to_regclass(format('%I.%I', schema_name, partition)) is not null;
    execute format('create table %I.%I partition of %I.%I for values from (%L) to (%L)',
      schema_name, partition, schema_name, table_name,
      month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
    -- Neither row security nor comments pass from a partitioned table to its partitions.
    execute format('alter table %I.%I enable row level security', schema_name, partition);
    execute format('comment on table %I.%I is %L', schema_name, partition,
      format('Month %s of %s.%s; reached through its parent only.', to_char(month, 'YYYY-MM'), schema_name, table_name));
    -- Statement triggers fire for the table that a statement names: not for rows that come through the parent.
    execute format('create trigger %I before insert or update or delete or truncate on %I.%I for each statement execute function core.forbid_change()',
      partition || '__forbid_change', schema_name, partition);
    made := made + 1;
  end loop;
  return made;
end $$;
comment on function core.create_month_partitions(regclass, int) is
  'Makes the missing month partitions (UTC) of a partitioned table, from last month to months_ahead (0 to 24) months from now. Returns how many it made.';

create function core.create_partitions(months_ahead int default 3) returns int
  language sql volatile security definer set search_path = ''
  begin atomic
    select coalesce(sum(core.create_month_partitions(p.partrelid::regclass, months_ahead)), 0)::int
    from pg_catalog.pg_partitioned_table p
    join pg_catalog.pg_class c on c.oid = p.partrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics');
  end;
comment on function core.create_partitions(int) is
  'Makes the missing month partitions of every partitioned table. Run by the deploy and daily by the worker.';
grant execute on function core.create_partitions(int) to vp_worker;

-- What each column holds, where it is not said above.
comment on column core.schema_migrations.version is 'The number that the file''s name begins with.';
comment on column core.deployed.path is 'Of the file, below db/.';
comment on column core.deployed.sha256 is 'Of the file as it was applied.';
comment on column core.deployed.deployed_at is 'When it was applied.';
comment on column core.data_migrations.id is 'In the order in which they ran.';
comment on column core.data_migrations.name is 'Of the file, without its ending.';
comment on column core.data_migrations.run_on is 'When it ran.';

-- migrate:down
drop schema core cascade;
