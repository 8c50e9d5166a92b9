import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasSqlDetails, type Node, type ParseResult, parse } from "libpg-query";
import { DeployError } from "./errors.ts";
import { type DefinedObject, identityLabel } from "./identity.ts";
import { type Folder, folders, layers, type OwnerRole, ownerRoles } from "./layers.ts";
import { sha256 } from "./migrations.ts";
import { type FileContext, orReplace, readStatement } from "./statements.ts";

/** One SQL statement of a file. */
export interface Statement {
  readonly sql: string;
  /** Line of the file where it starts, from 1. */
  readonly line: number;
  /** Who runs it: the owner of what it creates; undefined for the deploy's login, which inherits from all owners. */
  readonly role: OwnerRole | undefined;
}

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

async function readSourceFile(path: string, sql: string): Promise<SourceFile> {
  const match = /^src\/([a-z_]+)\/(?:(schema)|([a-z]+)\/[a-z0-9_]+)\.sql$/.exec(path);
  const schema = match?.[1] ?? "";
  const folder = folders.find((name) => name === match?.[3]);
  if (
    !layers.some((layer) => layer === schema) ||
    (folder === undefined && path !== "src/api/schema.sql") ||
    (folder === "types" && schema !== "api")
  ) {
    throw new DeployError(
      `db/${path}: expected db/src/<schema>/<folder>/<name>.sql, with a schema of ${layers.join(", ")} and a folder of ${folders.join(", ")} (types: in api only).`,
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
    statements.push({ sql: orReplace(node, text), line, role: readStatement(context, node, at) });
  }
  if (statements.length === 0) throw new DeployError(`db/${path} has no statement.`);
  return { path, schema, folder, sha256: sha256(sql), statements, objects: mergeObjects(context.objects) };
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
