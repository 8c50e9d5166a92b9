import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasSqlDetails, type Node, type ParseResult, parse, type RangeVar, type TypeName } from "libpg-query";
import { DeployError } from "./errors.ts";
import { layers, type OwnerRole, ownerRoles } from "./layers.ts";
import { sha256 } from "./migrations.ts";

/** An object that a file defines, by a name that the server understands whatever the search path. */
export type Identity =
  | { readonly kind: "function" | "view" | "materialized view" | "schema" | "type"; readonly name: string }
  | { readonly kind: "trigger" | "policy"; readonly name: string; readonly table: string }
  /** All grants and policies of a table, or all grants of a sequence. */
  | { readonly kind: "access"; readonly name: string; readonly sequence: boolean };

/** An identity, and whether running its file again replaces the object rather than failing because it exists. */
export interface DefinedObject {
  readonly identity: Identity;
  readonly replaces: boolean;
  /** Who owns it, where that is not given by something else. */
  readonly owner?: OwnerRole;
}

/** One SQL statement of a file. */
export interface Statement {
  readonly sql: string;
  /** Line of the file where it starts, from 1. */
  readonly line: number;
  /** Who runs it: the owner of what it creates; undefined for the deploy's login, which inherits from all owners. */
  readonly role: OwnerRole | undefined;
}

/** Folders of a layer, in the order in which they are run within a phase. */
export const folders = ["views", "functions", "triggers", "policies"] as const;
export type Folder = (typeof folders)[number];

/** One file of `db/src`. */
export interface SourceFile {
  /** Path below `db/`. */
  readonly path: string;
  readonly schema: string;
  /** Undefined for `api/schema.sql`. */
  readonly folder: Folder | undefined;
  readonly sha256: string;
  readonly statements: readonly Statement[];
  readonly objects: readonly DefinedObject[];
}

/** Reads and parses every file of `db/src`. Throws one error that lists all that is wrong with them. */
export async function readSource(root: string): Promise<SourceFile[]> {
  const folder = join(root, "db/src");
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".sql")).sort();
  const problems: string[] = [];
  const files: SourceFile[] = [];
  for (const name of names) {
    const path = `src/${name}`;
    try {
      files.push(await readSourceFile(path, await readFile(join(folder, name), "utf8")));
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      problems.push(error.message);
    }
  }
  const owners = new Map<string, string>();
  for (const file of files) {
    for (const { identity } of file.objects) {
      if (identity.kind === "policy") continue;
      const key = identityLabel(identity);
      const other = owners.get(key);
      if (other !== undefined && other !== file.path) {
        problems.push(`db/${file.path}: ${key} is defined in db/${other} too.`);
      }
      owners.set(key, file.path);
    }
  }
  if (
    files.some((file) => file.schema === "api") &&
    !files.some((file) => file.path === "src/api/schema.sql")
  ) {
    problems.push(
      "db/src/api/schema.sql is missing: it creates the schema, with its comment and who may use it.",
    );
  }
  if (problems.length > 0) throw new DeployError(problems.join("\n"));
  return files;
}

/** An identity as people write it: `function core.f(uuid)`, `trigger t on core.x`. */
export function identityLabel(identity: Identity): string {
  switch (identity.kind) {
    case "trigger":
    case "policy":
      return `${identity.kind} ${identity.name} on ${identity.table}`;
    case "access":
      return `access to ${identity.name}`;
    default:
      return `${identity.kind} ${identity.name}`;
  }
}

async function readSourceFile(path: string, sql: string): Promise<SourceFile> {
  const match = /^src\/([a-z_]+)\/(?:(schema)|([a-z]+)\/[a-z0-9_]+)\.sql$/.exec(path);
  const schema = match?.[1] ?? "";
  const folder = folders.find((name) => name === match?.[3]);
  if (!layers.some((layer) => layer === schema) || (folder === undefined && path !== "src/api/schema.sql")) {
    throw new DeployError(
      `db/${path}: expected db/src/<schema>/<folder>/<name>.sql, with a schema of ${layers.join(", ")} and a folder of ${folders.join(", ")}.`,
    );
  }
  const override = /^-- owner: (\S+)/.exec(sql)?.[1];
  const owner = ownerRoles.find((role) => role === override);
  if (override !== undefined && owner === undefined) {
    throw new DeployError(`db/${path}:1: unknown owner ${override}; one of ${ownerRoles.join(", ")}.`);
  }
  const context: FileContext = { path, schema, folder, owner, objects: [] };
  const statements: Statement[] = [];
  for (const { node, text, line } of await splitStatements(path, sql)) {
    const at = `db/${path}:${line}`;
    statements.push({ sql: text, line, role: readStatement(context, node, at) });
  }
  if (statements.length === 0) throw new DeployError(`db/${path} has no statement.`);
  return { path, schema, folder, sha256: sha256(sql), statements, objects: mergeObjects(context.objects) };
}

interface FileContext {
  readonly path: string;
  readonly schema: string;
  readonly folder: Folder | undefined;
  readonly owner: OwnerRole | undefined;
  readonly objects: DefinedObject[];
}

function mergeObjects(objects: readonly DefinedObject[]): DefinedObject[] {
  return [...new Map(objects.map((object) => [identityLabel(object.identity), object])).values()];
}

async function splitStatements(
  path: string,
  sql: string,
): Promise<{ node: Node; text: string; line: number }[]> {
  const bytes = Buffer.from(sql);
  let result: ParseResult;
  try {
    result = await parse(sql);
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    const before = [...sql].slice(0, error.sqlDetails?.cursorPosition ?? 0).join("");
    throw new DeployError(`db/${path}:${before.split("\n").length}: ${error.message}`);
  }
  return (result.stmts ?? []).map((raw) => {
    const start = raw.stmt_location ?? 0;
    const end = raw.stmt_len ? start + raw.stmt_len : bytes.length;
    const whole = bytes.subarray(start, end).toString();
    const lead = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(whole)?.[0] ?? "";
    const line = (bytes.subarray(0, start).toString() + lead).split("\n").length;
    return { node: raw.stmt as Node, text: whole.slice(lead.length), line };
  });
}

/** Notes the objects that a statement defines; returns the role that has to run it. */
function readStatement(context: FileContext, node: Node, at: string): OwnerRole | undefined {
  const { objects, folder, schema } = context;
  const refuse = (why: string): never => {
    throw new DeployError(`${at}: ${why}`);
  };
  if (folder === "policies") {
    readAccess(node, objects, refuse);
    return undefined;
  }
  const own = (name: string) => {
    if (!name.startsWith(`${quote(schema)}.`)) refuse(`${name} must be in schema ${schema}, like its file.`);
    return name;
  };
  if ("CreateFunctionStmt" in node) {
    const statement = node.CreateFunctionStmt;
    const inputs = (statement.parameters ?? []).flatMap((item) => {
      const parameter = "FunctionParameter" in item ? item.FunctionParameter : undefined;
      const output = parameter?.mode === "FUNC_PARAM_OUT" || parameter?.mode === "FUNC_PARAM_TABLE";
      return parameter?.argType && !output ? [typeText(parameter.argType, refuse)] : [];
    });
    const name = `${own(qualifiedName(statement.funcname, refuse))}(${inputs.join(", ")})`;
    const owner = context.owner ?? (isSecurityDefiner(statement.options ?? []) ? "vp_definer" : "vp_owner");
    objects.push({ identity: { kind: "function", name }, replaces: statement.replace === true, owner });
    return owner;
  }
  if ("ViewStmt" in node) {
    const { view, query, replace } = node.ViewStmt;
    if (query && selectsStar(query)) {
      refuse(
        "name the view's columns: `*` is frozen when the view is created, and later columns would be missing.",
      );
    }
    objects.push({
      identity: { kind: "view", name: own(relationName(view, refuse)) },
      replaces: replace === true,
      owner: context.owner ?? "vp_owner",
    });
    return context.owner ?? "vp_owner";
  }
  if ("CreateTableAsStmt" in node && node.CreateTableAsStmt.objtype === "OBJECT_MATVIEW") {
    const name = own(relationName(node.CreateTableAsStmt.into?.rel, refuse));
    objects.push({ identity: { kind: "materialized view", name }, replaces: false });
    return context.owner ?? "vp_owner";
  }
  if ("CreateTrigStmt" in node) {
    const { trigname, relation, replace } = node.CreateTrigStmt;
    const identity = {
      kind: "trigger",
      name: trigname ?? "",
      table: relationName(relation, refuse),
    } as const;
    objects.push({ identity, replaces: replace === true });
    return undefined;
  }
  if ("GrantStmt" in node) {
    checkGrant(context, node.GrantStmt, refuse);
    return undefined;
  }
  if ("IndexStmt" in node || "CommentStmt" in node || "AlterFunctionStmt" in node) return undefined;
  if (
    "AlterTableStmt" in node &&
    ["OBJECT_VIEW", "OBJECT_MATVIEW"].includes(node.AlterTableStmt.objtype ?? "")
  ) {
    return undefined;
  }
  if (schema === "api") {
    if ("CreateSchemaStmt" in node && folder === undefined) {
      objects.push({
        identity: { kind: "schema", name: quote(node.CreateSchemaStmt.schemaname ?? "") },
        replaces: false,
      });
      return "vp_owner";
    }
    if ("CreateDomainStmt" in node) {
      const name = own(qualifiedName(node.CreateDomainStmt.domainname, refuse));
      objects.push({ identity: { kind: "type", name }, replaces: false });
      return "vp_owner";
    }
    if ("CompositeTypeStmt" in node) {
      const name = own(relationName(node.CompositeTypeStmt.typevar, refuse));
      objects.push({ identity: { kind: "type", name }, replaces: false });
      return "vp_owner";
    }
    // An aggregate goes with its schema; nothing else needs its identity.
    if ("DefineStmt" in node && node.DefineStmt.kind === "OBJECT_AGGREGATE") return "vp_owner";
  }
  return refuse(
    `${Object.keys(node)[0]} does not belong here: db/src holds what can be rebuilt (functions, views, triggers, policies); ` +
      "tables, types, indexes of tables and data belong to db/migrations or db/data.",
  );
}

/** A policy file holds the whole access to its tables, and nothing else. */
function readAccess(node: Node, objects: DefinedObject[], refuse: (why: string) => never): void {
  if ("CreatePolicyStmt" in node) {
    const table = relationName(node.CreatePolicyStmt.table, refuse);
    const name = node.CreatePolicyStmt.policy_name ?? "";
    objects.push({ identity: { kind: "access", name: table, sequence: false }, replaces: true });
    objects.push({ identity: { kind: "policy", name, table }, replaces: true });
    return;
  }
  if ("GrantStmt" in node && node.GrantStmt.targtype === "ACL_TARGET_OBJECT") {
    const { objtype, objects: targets } = node.GrantStmt;
    if (objtype === "OBJECT_TABLE" || objtype === "OBJECT_SEQUENCE") {
      for (const target of targets ?? []) {
        const name = relationName("RangeVar" in target ? target.RangeVar : undefined, refuse);
        objects.push({
          identity: { kind: "access", name, sequence: objtype === "OBJECT_SEQUENCE" },
          replaces: true,
        });
      }
      return;
    }
  }
  if ("CommentStmt" in node && node.CommentStmt.objtype === "OBJECT_POLICY") return;
  refuse("a policy file holds grants on tables and sequences, policies, and comments on policies only.");
}

/** A grant on somebody else's object would be lost when that object's file is run again. */
function checkGrant(
  { path, objects }: FileContext,
  grant: Extract<Node, { GrantStmt: unknown }>["GrantStmt"],
  refuse: (why: string) => never,
): void {
  if (grant.targtype !== "ACL_TARGET_OBJECT") refuse("grant on each object by name.");
  for (const target of grant.objects ?? []) {
    const own = objects.map(({ identity }) => identity);
    if ("RangeVar" in target) {
      const name = relationName(target.RangeVar, refuse);
      if (own.some((o) => (o.kind === "view" || o.kind === "materialized view") && o.name === name)) continue;
      refuse(
        `a grant on ${name} belongs to the file that defines it (for a table: db/src/<schema>/policies/).`,
      );
    }
    if ("ObjectWithArgs" in target) {
      const name = qualifiedName(target.ObjectWithArgs.objname, refuse);
      if (own.some((o) => o.kind === "function" && o.name.startsWith(`${name}(`))) continue;
      refuse(`a grant on ${name} belongs to the file that defines it, after the definition.`);
    }
    if (!path.startsWith("src/api/")) refuse("only functions, views and tables are granted here.");
  }
}

function isSecurityDefiner(options: readonly Node[]): boolean {
  return options.some((option) => {
    const element = "DefElem" in option ? option.DefElem : undefined;
    const value = element?.arg && "Boolean" in element.arg ? element.arg.Boolean.boolval : false;
    return element?.defname === "security" && value === true;
  });
}

function selectsStar(query: Node): boolean {
  if (!("SelectStmt" in query)) return false;
  const { targetList, larg, rarg } = query.SelectStmt;
  if (larg && selectsStar({ SelectStmt: larg })) return true;
  if (rarg && selectsStar({ SelectStmt: rarg })) return true;
  return (targetList ?? []).some((item) => {
    const value = "ResTarget" in item ? item.ResTarget.val : undefined;
    const fields = value && "ColumnRef" in value ? (value.ColumnRef.fields ?? []) : [];
    return fields.some((field) => "A_Star" in field);
  });
}

/** An identifier, quoted where it has to be. Reserved words are quoted too often rather than not. */
function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function relationName(relation: RangeVar | undefined, refuse: (why: string) => never): string {
  if (!relation?.schemaname) return refuse(`write ${relation?.relname ?? "the name"} with its schema.`);
  return `${quote(relation.schemaname)}.${quote(relation.relname ?? "")}`;
}

function nameParts(names: readonly Node[] | undefined): string[] {
  return (names ?? []).map((part) => ("String" in part ? (part.String.sval ?? "") : ""));
}

function qualifiedName(names: readonly Node[] | undefined, refuse: (why: string) => never): string {
  const parts = nameParts(names);
  if (parts.length !== 2) return refuse(`write ${parts.join(".")} with its schema.`);
  return parts.map(quote).join(".");
}

function typeText(type: TypeName, refuse: (why: string) => never): string {
  if (type.pct_type) refuse("write the parameter's type itself rather than %type.");
  return nameParts(type.names).map(quote).join(".") + (type.arrayBounds ? "[]" : "");
}
