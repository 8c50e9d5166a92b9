import type { Client } from "pg";
import type { FunctionShape, Identity } from "./identity.ts";
import { hasLedger } from "./migrations.ts";

/** What the last deploy recorded of one file of `db/src`. */
export interface LedgerEntry {
  readonly path: string;
  readonly sha256: string;
  readonly identities: readonly Identity[];
}

/** An object of the database, as `pg_depend` addresses it. */
export interface CatalogueObject {
  readonly catalogue: string;
  readonly oid: number;
}

/** An identity that exists, with the name that the server gives it. */
export interface ExistingObject extends CatalogueObject {
  readonly identity: Identity;
}

/** Something that would be dropped by a cascade. */
export interface Dependent extends CatalogueObject {
  readonly description: string;
  readonly schema: string | null;
  /** The relation that it is a part of (an index, a default, a row type), as an oid of pg_class. */
  readonly partOf: number | null;
}

/** Tells objects of all catalogues apart. */
export function objectKey(object: CatalogueObject): string {
  return `${object.catalogue} ${object.oid}`;
}

/** Reads the ledger of `db/src`; empty before the first deploy. */
export async function readLedger(client: Client): Promise<LedgerEntry[]> {
  if (!(await hasLedger(client))) return [];
  const { rows } = await client.query<LedgerEntry>(
    `select path, sha256, identity as identities from core.deployed where path like 'src/%' order by path`,
  );
  return rows;
}

/** Looks identities up in the catalogue; the result has undefined where there is no such object. */
export async function findObjects(
  client: Client,
  identities: readonly Identity[],
): Promise<(ExistingObject | undefined)[]> {
  const { rows } = await client.query<{ position: number; catalogue: string; oid: number; label: string }>(
    `with wanted as materialized (
       select position::int, item ->> 'kind' as kind, item ->> 'name' as name, item ->> 'table' as relation
       from jsonb_array_elements($1::jsonb) with ordinality as items (item, position)
     ),
     relations as materialized (
       select w.position, w.kind, to_regclass(w.name) as id
       from wanted w where w.kind in ('view', 'materialized view', 'access')
     )
     select w.position, 'pg_proc' as catalogue, p.oid, p.oid::regprocedure::text as label
     from (
       -- Before version 16 to_regprocedure() raises an error for an argument's type that is not there.
       select position, case when not exists (
         select from regexp_split_to_table(nullif(substring(name from '[(](.*)[)]$'), ''), '\\s*,\\s*') argument
         where to_regtype(argument) is null) then to_regprocedure(name) end as id
       from wanted where kind in ('function', 'aggregate')
     ) w
     join pg_proc p on p.oid = w.id
     union all
     select r.position, 'pg_class', c.oid, c.oid::regclass::text
     from relations r join pg_class c on c.oid = r.id
     where c.relkind = any (case r.kind when 'view' then '{v}' when 'materialized view' then '{m}'
                            else '{r,p,f,S,v,m}' end::"char"[])
     union all
     select w.position, 'pg_trigger', t.oid, t.tgname::text
     from (select position, name, to_regclass(relation) as id from wanted where kind = 'trigger') w
     join pg_trigger t on t.tgrelid = w.id and t.tgname = w.name and not t.tgisinternal
     union all
     select w.position, 'pg_policy', p.oid, p.polname::text
     from (select position, name, to_regclass(relation) as id from wanted where kind = 'policy') w
     join pg_policy p on p.polrelid = w.id and p.polname = w.name
     union all
     select w.position, 'pg_namespace', n.oid, n.oid::regnamespace::text
     from (select position, to_regnamespace(name) as id from wanted where kind = 'schema') w
     join pg_namespace n on n.oid = w.id
     union all
     select w.position, 'pg_type', t.oid, t.oid::regtype::text
     from (select position, to_regtype(name) as id from wanted where kind = 'type') w
     join pg_type t on t.oid = w.id`,
    [JSON.stringify(identities)],
  );
  const found = new Map(rows.map((row) => [row.position, row]));
  return identities.map((identity, index) => {
    const row = found.get(index + 1);
    if (row === undefined) return undefined;
    return { catalogue: row.catalogue, oid: row.oid, identity: { ...identity, name: row.label } };
  });
}

/** Those of the given functions whose present shape cannot be replaced by the wanted one. */
export async function findIrreplaceable(
  client: Client,
  functions: readonly { readonly oid: number; readonly shape: FunctionShape }[],
): Promise<Set<number>> {
  const { rows } = await client.query<{ oid: number }>(
    `with wanted as (
       select (item ->> 'oid')::oid as oid, item -> 'shape' as shape from jsonb_array_elements($1::jsonb) as item
     ),
     outputs as (
       select w.oid, count(*) as amount, min(to_regtype(o ->> 'type')::oid) as first_type,
         string_agg(concat(o ->> 'name', ' ', to_regtype(o ->> 'type')::oid), ',' order by position) as list
       from wanted w, jsonb_array_elements(w.shape -> 'outputs') with ordinality as items (o, position)
       group by w.oid
     ),
     present as (
       select w.oid,
         string_agg(concat(p.proargnames[i], ' ', p.proallargtypes[i]), ',' order by i)
           filter (where p.proargmodes[i] in ('o', 'b', 't')) as outputs,
         array_agg(coalesce(p.proargnames[i], '') order by i)
           filter (where p.proargmodes is null or p.proargmodes[i] in ('i', 'b', 'v')) as inputs
       from wanted w
       join pg_proc p on p.oid = w.oid
       cross join generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) as i
       group by w.oid
     )
     select w.oid
     from wanted w
     join pg_proc p on p.oid = w.oid
     left join outputs o on o.oid = w.oid
     left join present n on n.oid = w.oid
     where (p.prokind = 'p') <> (w.shape ->> 'procedure')::boolean
       or p.proretset <> (w.shape ->> 'returnsSet')::boolean
       or p.pronargdefaults > (w.shape ->> 'defaults')::int
       or p.prokind <> 'p' and p.prorettype is distinct from case
            when o.amount > 1 then 'record'::regtype::oid
            when o.amount = 1 then o.first_type
            else to_regtype(w.shape ->> 'returns')::oid end
       or (p.prokind = 'p' or p.prorettype = 'record'::regtype) and n.outputs is distinct from o.list
       or exists (
            select from unnest(n.inputs) with ordinality as old (name, position)
            join jsonb_array_elements(w.shape -> 'inputs') with ordinality as new (parameter, position) using (position)
            where old.name <> '' and old.name <> new.parameter ->> 'name')`,
    [JSON.stringify(functions)],
  );
  return new Set(rows.map((row) => row.oid));
}

/** Everything that goes when `roots` are dropped with cascade, the roots included. */
export async function findDependents(
  client: Client,
  roots: readonly CatalogueObject[],
): Promise<Dependent[]> {
  if (roots.length === 0) return [];
  const { rows } = await client.query<Dependent>(
    `with recursive dependents (classid, objid) as (
       select * from unnest($1::regclass[]::oid[], $2::oid[])
       union
       select next.classid, next.objid
       from dependents d
       join pg_depend p on p.refclassid = d.classid and p.refobjid = d.objid and p.deptype <> 'e'
       cross join lateral (
         select p.classid, p.objid
         union all
         -- A view depends on things through its rule.
         select 'pg_class'::regclass::oid, r.ev_class
         from pg_rewrite r where p.classid = 'pg_rewrite'::regclass and r.oid = p.objid
       ) as next
     )
     select d.classid::regclass::text as catalogue, d.objid as oid,
       pg_describe_object(d.classid, d.objid, 0) as description,
       (pg_identify_object(d.classid, d.objid, 0)).schema as schema,
       case d.classid
         when 'pg_rewrite'::regclass then (select ev_class from pg_rewrite where oid = d.objid)
         when 'pg_attrdef'::regclass then (select adrelid from pg_attrdef where oid = d.objid)
         when 'pg_class'::regclass then coalesce(
           (select indrelid from pg_index where indexrelid = d.objid),
           -- What is too long for a row of a materialized view is kept apart.
           (select t.oid from pg_class t where t.reltoastrelid = d.objid))
         when 'pg_constraint'::regclass then (select conrelid from pg_constraint where oid = d.objid)
         when 'pg_trigger'::regclass then (select tgrelid from pg_trigger where oid = d.objid)
         when 'pg_type'::regclass then
           (select coalesce(nullif(t.typrelid, 0), e.typrelid) from pg_type t left join pg_type e on e.oid = t.typelem
            where t.oid = d.objid)
       end as "partOf"
     from dependents d
     -- The trigger of a partition belongs to its parent's, and the constraint of a trigger to the trigger.
     where not (d.classid = 'pg_trigger'::regclass
                and exists (select from pg_trigger where oid = d.objid and tgparentid <> 0))
       and not (d.classid = 'pg_constraint'::regclass
                and exists (select from pg_constraint where oid = d.objid and contype = 't'))`,
    [roots.map((root) => root.catalogue), roots.map((root) => root.oid)],
  );
  return rows;
}

/** The given tables, parents first: referenced before referencing, partitioned before partition. Others are left out. */
export async function parentsFirst(client: Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ oid: number; parents: number[]; wanted: string | null }>(
    `select c.oid, w.name as wanted,
       array(select f.confrelid from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
             union
             select i.inhparent from pg_inherits i where i.inhrelid = c.oid) as parents
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     left join (select name, to_regclass(name)::oid as id from unnest($1::text[]) as name) w on w.id = c.oid
     where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by n.nspname, c.relname`,
    [tables],
  );
  const byOid = new Map(rows.map((row) => [row.oid, row]));
  const seen = new Set<number>();
  const ordered: string[] = [];
  const visit = (oid: number) => {
    const table = byOid.get(oid);
    if (table === undefined || seen.has(oid)) return;
    seen.add(oid);
    for (const parent of table.parents) visit(parent);
    if (table.wanted !== null) ordered.push(table.wanted);
  };
  for (const { oid } of rows) visit(oid);
  return ordered;
}
