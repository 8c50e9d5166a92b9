import { parse } from "libpg-query";
import type { Client } from "pg";

/** A column of an API view, as far as the catalogue tells. */
export interface Column {
  name: string;
  /** The type's name in PostgreSQL, without `[]`. */
  type: string;
  isArray: boolean;
  isNullable: boolean;
  /** The values that a CHECK of the table behind it allows. */
  allowedValues: string[] | undefined;
  /** May a member send it when inserting, updating? */
  isInsertable: boolean;
  isUpdatable: boolean;
  hasDefault: boolean;
  /** The table and column behind it: `schema.table.column`; undefined for an expression. */
  source: string | undefined;
}

export interface View {
  name: string;
  columns: Column[];
}

export interface Relationship {
  foreignKeyName: string;
  columns: string[];
  isOneToOne: boolean;
  referencedRelation: string;
  referencedColumns: string[];
}

export interface Argument {
  name: string;
  type: string;
  isArray: boolean;
  hasDefault: boolean;
}

/** A field of a JSON object, as the CHECK of its domain (core.is_answer) says. */
export interface Field {
  name: string;
  type: string;
  isOptional: boolean;
}

export interface RestFunction {
  name: string;
  arguments: Argument[];
  isSet: boolean;
  /** A view's name, the columns of a table result, the fields of a domain of JSON, or a type. */
  returns:
    | { view: string }
    | { columns: Argument[] }
    | { fields: Field[] }
    | { type: string; isArray: boolean };
}

export interface Catalogue {
  views: View[];
  functions: RestFunction[];
  relationships: Map<string, Relationship[]>;
}

interface BaseColumn {
  isNotNull: boolean;
  hasDefault: boolean;
  allowedValues: string[] | undefined;
}

/** Reads what the schema `api` offers a member. */
export async function readCatalogue(client: Client): Promise<Catalogue> {
  const base = await readBaseColumns(client);
  const views = await readViews(client, base);
  return {
    views,
    functions: await readFunctions(client),
    relationships: await readRelationships(client, views),
  };
}

async function readBaseColumns(client: Client): Promise<Map<string, BaseColumn>> {
  const { rows } = await client.query<{
    source: string;
    is_not_null: boolean;
    has_default: boolean;
    checks: string[] | null;
  }>(`
    select format('%s.%s.%s', n.nspname, c.relname, a.attname) as source, a.attnotnull as is_not_null,
      a.atthasdef or a.attgenerated <> '' as has_default,
      (select array_agg(pg_get_constraintdef(k.oid)) from pg_constraint k
       where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as checks
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
      and n.nspname in ('core', 'identity', 'system', 'brand', 'integration', 'content', 'approval', 'analytics')`);
  return new Map(
    rows.map((row) => [
      row.source,
      {
        isNotNull: row.is_not_null,
        hasDefault: row.has_default,
        allowedValues: (row.checks ?? []).map(allowedValuesOf).find((values) => values !== undefined),
      },
    ]),
  );
}

/** The values of a check such as `status = ANY (ARRAY['draft'::text, 'active'::text])`. */
function allowedValuesOf(check: string): string[] | undefined {
  const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[(.*?)\]\)\)\)$/.exec(check)?.[1];
  if (list === undefined) return undefined;
  return [...list.matchAll(/'((?:[^']|'')*)'::text/g)].map(([, value]) =>
    (value ?? "").replaceAll("''", "'"),
  );
}

async function readViews(client: Client, base: Map<string, BaseColumn>): Promise<View[]> {
  const { rows } = await client.query<{
    view: string;
    definition: string;
    columns: {
      name: string;
      type: string;
      is_array: boolean;
      insertable: boolean;
      updatable: boolean;
      has_default: boolean;
    }[];
  }>(`
    select c.relname as view, pg_get_viewdef(c.oid) as definition, json_agg(json_build_object(
      'name', a.attname, 'type', coalesce(e.typname, t.typname), 'is_array', e.oid is not null,
      'insertable', has_column_privilege('vp_member', c.oid, a.attnum, 'insert'),
      'updatable', has_column_privilege('vp_member', c.oid, a.attnum, 'update'),
      'has_default', a.atthasdef) order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    join pg_type t on t.oid = a.atttypid
    left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
    where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
    group by c.oid
    order by c.relname`);
  return Promise.all(
    rows.map(async ({ view, definition, columns }) => {
      const sources = await sourcesOf(definition);
      return {
        name: view,
        columns: columns.map((column, index) => {
          const found = sources[index];
          const behind = found === undefined ? undefined : base.get(found.source);
          return {
            name: column.name,
            type: column.type,
            isArray: column.is_array,
            isNullable: !(behind?.isNotNull === true && found?.isOuter === false),
            allowedValues: behind?.allowedValues,
            isInsertable: column.insertable,
            isUpdatable: column.updatable,
            hasDefault: column.has_default || behind?.hasDefault === true,
            source: behind === undefined ? undefined : found?.source,
          };
        }),
      };
    }),
  );
}

type Node = Record<string, unknown>;

/** The table column behind each column of a view, where it is one, and whether an outer join can leave it empty. */
async function sourcesOf(definition: string): Promise<({ source: string; isOuter: boolean } | undefined)[]> {
  const tree = (await parse(definition)) as { stmts: { stmt: { SelectStmt?: Node } }[] };
  const select = tree.stmts[0]?.stmt.SelectStmt;
  if (select === undefined || !Array.isArray(select.targetList)) return [];
  const tables = new Map<string, { table: string; isOuter: boolean }>();
  for (const item of (select.fromClause as Node[] | undefined) ?? []) collectTables(item, false, tables);
  return (select.targetList as { ResTarget: { val: Node } }[]).map(({ ResTarget }) => {
    const reference = ResTarget.val.ColumnRef as { fields: { String?: { sval: string } }[] } | undefined;
    const names = reference?.fields.map((field) => field.String?.sval) ?? [];
    const [alias, column] = names.length === 1 ? [[...tables.keys()][0], names[0]] : names;
    const from = alias === undefined ? undefined : tables.get(alias);
    return from === undefined || column === undefined
      ? undefined
      : { source: `${from.table}.${column}`, isOuter: from.isOuter };
  });
}

function collectTables(
  item: Node,
  isOuter: boolean,
  into: Map<string, { table: string; isOuter: boolean }>,
): void {
  const range = item.RangeVar as
    | { schemaname?: string; relname: string; alias?: { aliasname: string } }
    | undefined;
  if (range !== undefined) {
    into.set(range.alias?.aliasname ?? range.relname, {
      table: `${range.schemaname ?? "public"}.${range.relname}`,
      isOuter,
    });
  }
  const join = item.JoinExpr as { jointype: string; larg: Node; rarg: Node } | undefined;
  if (join !== undefined) {
    collectTables(join.larg, isOuter || ["JOIN_RIGHT", "JOIN_FULL"].includes(join.jointype), into);
    collectTables(join.rarg, isOuter || ["JOIN_LEFT", "JOIN_FULL"].includes(join.jointype), into);
  }
}

async function readFunctions(client: Client): Promise<RestFunction[]> {
  const { rows } = await client.query<{
    name: string;
    arguments: { name: string; type: string; is_array: boolean; has_default: boolean; mode: string }[];
    is_set: boolean;
    type: string;
    is_array: boolean;
    view: string | null;
    fields: Record<string, string> | null;
  }>(`
    select p.proname as name, p.proretset as is_set, coalesce(e.typname, t.typname) as type, e.oid is not null as is_array,
      (select c.relname from pg_class c where c.oid = t.typrelid and c.relnamespace = 'api'::regnamespace) as view,
      (select substring(pg_get_constraintdef(c.oid) from $$is_answer\\(.*, '(\\{.*\\})'::json\\)$$)::json
       from pg_constraint c where c.contypid = t.oid) as fields,
      coalesce((
        select json_agg(json_build_object(
          'name', arg.name, 'type', coalesce(ae.typname, at.typname), 'is_array', ae.oid is not null, 'mode', coalesce(arg.mode, 'i'),
          'has_default', arg.n > p.pronargs - p.pronargdefaults) order by arg.n)
        from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargnames, p.proargmodes::text[])
          with ordinality arg (type, name, mode, n)
        join pg_type at on at.oid = arg.type
        left join pg_type ae on ae.oid = at.typelem and at.typcategory = 'A'), '[]') as arguments
    from pg_proc p
    join pg_type t on t.oid = p.prorettype
    left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
    where p.pronamespace = 'api'::regnamespace and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
      and (has_function_privilege('vp_member', p.oid, 'execute') or has_function_privilege('vp_anon', p.oid, 'execute'))
      -- A function of a view's row is one of its columns.
      and not exists (select from pg_class c where c.relnamespace = 'api'::regnamespace and c.reltype = any(p.proargtypes))
    order by p.proname`);
  return rows.map((row) => {
    const toArgument = (argument: (typeof row.arguments)[number]): Argument => ({
      name: argument.name,
      type: argument.type,
      isArray: argument.is_array,
      hasDefault: argument.has_default,
    });
    const results = row.arguments.filter(({ mode }) => mode === "t" || mode === "o").map(toArgument);
    return {
      name: row.name,
      arguments: row.arguments.filter(({ mode }) => mode === "i").map(toArgument),
      isSet: row.is_set,
      returns:
        row.view !== null
          ? { view: row.view }
          : results.length > 0
            ? { columns: results }
            : row.fields !== null
              ? { fields: Object.entries(row.fields).map(toField) }
              : { type: row.type, isArray: row.is_array },
    };
  });
}

function toField([name, type]: [string, string]): Field {
  return { name, type: type.replace(/\?$/, ""), isOptional: type.endsWith("?") };
}

/** Foreign keys between the tables behind the views, and functions from a view's row to one of another: what PostgREST embeds by. */
async function readRelationships(client: Client, views: View[]): Promise<Map<string, Relationship[]>> {
  const { rows } = await client.query<{
    name: string;
    columns: string[];
    referenced: string[];
    is_one_to_one: boolean;
  }>(`
    select k.conname as name,
      array(select format('%s.%s.%s', n.nspname, c.relname, a.attname) from unnest(k.conkey) with ordinality f (attnum, o)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = f.attnum order by f.o) as columns,
      array(select format('%s.%s.%s', fn.nspname, fc.relname, a.attname) from unnest(k.confkey) with ordinality f (attnum, o)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = f.attnum order by f.o) as referenced,
      exists (select from pg_index i where i.indrelid = k.conrelid and i.indisunique and i.indpred is null
              and i.indkey::int2[] <@ k.conkey) as is_one_to_one
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_class fc on fc.oid = k.confrelid
    join pg_namespace fn on fn.oid = fc.relnamespace
    where k.contype = 'f' and k.conparentid = 0
    order by k.conname`);
  const columnsOf = (view: View, sources: string[]) => {
    const names = sources.map((source) => view.columns.find((column) => column.source === source)?.name);
    return names.every((name) => name !== undefined) ? names : undefined;
  };
  const { rows: computed } = await client.query<{ view: string; referenced: string }>(`
    select c.relname as view, p.proname as referenced
    from pg_proc p
    join pg_class c on c.reltype = p.proargtypes[0]
    join pg_class r on r.reltype = p.prorettype and r.relname = p.proname
    where p.pronamespace = 'api'::regnamespace and p.proretset and p.prorows = 1
    order by p.proname`);
  return new Map(
    views.map((view) => [
      view.name,
      [
        ...computed
          .filter((one) => one.view === view.name)
          .map(({ referenced }) => ({
            ...{ foreignKeyName: referenced, columns: [], isOneToOne: false },
            ...{ referencedRelation: referenced, referencedColumns: [] },
          })),
        ...rows.flatMap((key) => {
          const columns = columnsOf(view, key.columns);
          if (columns === undefined) return [];
          return views.flatMap((target) => {
            const referencedColumns = columnsOf(target, key.referenced);
            return referencedColumns === undefined
              ? []
              : [
                  {
                    foreignKeyName: key.name,
                    columns,
                    isOneToOne: key.is_one_to_one,
                    referencedRelation: target.name,
                    referencedColumns,
                  },
                ];
          });
        }),
      ],
    ]),
  );
}
