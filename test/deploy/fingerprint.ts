import type { Client } from "pg";

/** The schemas whose objects a deploy of `db/` makes. */
const schemas = [
  "core",
  "identity",
  "system",
  "brand",
  "integration",
  "content",
  "approval",
  "analytics",
  "api",
];

/** Grants in words, by name and in order: how they came about must not matter. */
function grants(acl: string, kind: string, owner: string): string {
  return `(select coalesce(string_agg(format('%s %s %s', case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
             a.privilege_type, a.is_grantable), ', ' order by a.grantee::regrole::text, a.privilege_type), '')
           from aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) a)`;
}

const query = `
with spaces as (select n.* from pg_namespace n where n.nspname = any ($1))
select 'schema', nspname, nspowner::regrole::text, ${grants("nspacl", "n", "nspowner")}, obj_description(oid, 'pg_namespace')
from spaces
union all
select 'function', p.oid::regprocedure::text, p.proowner::regrole::text,
  case p.prokind when 'a' then 'aggregate' else pg_get_functiondef(p.oid) end || ' / ' || ${grants("p.proacl", "f", "p.proowner")},
  obj_description(p.oid, 'pg_proc')
from pg_proc p join spaces n on n.oid = p.pronamespace
union all
select 'relation ' || c.relkind::text, c.oid::regclass::text, c.relowner::regrole::text,
  concat_ws(' / ', case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end, c.reloptions::text,
    'row security ' || c.relrowsecurity, ${grants("c.relacl", "r", "c.relowner")}),
  obj_description(c.oid, 'pg_class')
from pg_class c join spaces n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S')
union all
select 'column', format('%s.%I', c.oid::regclass, a.attname), format_type(a.atttypid, a.atttypmod),
  concat_ws(' / ', a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
    case when a.attacl is not null then ${grants("a.attacl", "c", "c.relowner")} end),
  col_description(c.oid, a.attnum)
from pg_class c join spaces n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relkind in ('r', 'p', 'v', 'm')
union all
select 'index', i.indexrelid::regclass::text, '', pg_get_indexdef(i.indexrelid), obj_description(i.indexrelid, 'pg_class')
from pg_index i join pg_class c on c.oid = i.indexrelid join spaces n on n.oid = c.relnamespace
union all
select 'constraint', format('%I on %s', k.conname, nullif(k.conrelid, 0)::regclass), '', pg_get_constraintdef(k.oid),
  obj_description(k.oid, 'pg_constraint')
from pg_constraint k join spaces n on n.oid = k.connamespace
union all
select 'trigger', format('%I on %s', t.tgname, t.tgrelid::regclass), t.tgenabled::text, pg_get_triggerdef(t.oid),
  obj_description(t.oid, 'pg_trigger')
from pg_trigger t join pg_class c on c.oid = t.tgrelid join spaces n on n.oid = c.relnamespace where not t.tgisinternal
union all
select 'policy', format('%I on %s', p.polname, p.polrelid::regclass), p.polcmd::text,
  concat_ws(' / ', p.polpermissive,
    (select string_agg(case r when 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text) from unnest(p.polroles) r),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)),
  obj_description(p.oid, 'pg_policy')
from pg_policy p join pg_class c on c.oid = p.polrelid join spaces n on n.oid = c.relnamespace
union all
select 'type', t.oid::regtype::text, t.typowner::regrole::text,
  concat_ws(' / ', format_type(nullif(t.typbasetype, 0), t.typtypmod), ${grants("t.typacl", "T", "t.typowner")}),
  obj_description(t.oid, 'pg_type')
from pg_type t join spaces n on n.oid = t.typnamespace where t.typtype = 'd'
union all
select 'default privileges', d.defaclrole::regrole::text, d.defaclobjtype::text, ${grants("d.defaclacl", "f", "d.defaclrole")}, null
from pg_default_acl d
order by 1, 2, 3`;

/**
 * Everything that a deploy decides in the catalogue, a line an object: definitions, owners, grants, comments, policies. Two
 * databases with the same fingerprint behave the same, however they came to be.
 */
export async function catalogueFingerprint(client: Client): Promise<string[]> {
  await client.query("set search_path = ''");
  const { rows } = await client.query<(string | null)[]>({
    text: query,
    values: [schemas],
    rowMode: "array",
  });
  await client.query("reset search_path");
  return rows.map((row) => row.map((value) => value ?? "").join(" | "));
}

/**
 * The physical rows behind the same objects: they differ after any DDL, also one that changes nothing.
 */
export async function catalogueRows(client: Client): Promise<string[]> {
  const tables = ["pg_proc:pronamespace", "pg_class:relnamespace", "pg_type:typnamespace"].map((table) => {
    const [name, namespace] = table.split(":");
    return `select '${name}', t.oid::text, t.xmin::text from ${name} t join pg_namespace n on n.oid = t.${namespace}
            where n.nspname = any ($1)`;
  });
  const whole = [
    "pg_namespace",
    "pg_trigger",
    "pg_policy",
    "pg_extension",
    "pg_default_acl",
    "pg_attrdef",
  ].map(
    (name) =>
      `select '${name}', oid::text, xmin::text from ${name} where oid >= 16384 and $1::text[] is not null`,
  );
  const { rows } = await client.query<string[]>({
    text: `${[...tables, ...whole].join(" union all ")} order by 1, 2`,
    values: [[...schemas, "graphile_worker", "extensions"]],
    rowMode: "array",
  });
  return rows.map((row) => row.join(" "));
}
