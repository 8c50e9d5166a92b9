import type { Client } from "pg";
import {
  type CatalogueObject,
  type ExistingObject,
  findDependents,
  findObjects,
  type LedgerEntry,
  objectKey,
  readLedger,
} from "./catalogue.ts";
import { DeployError } from "./errors.ts";
import { type DefinedObject, type Identity, identityLabel, type SourceFile } from "./source.ts";

/** What a deploy of `db/src` would do. */
export interface SourcePlan {
  /** Files to run, and why. */
  readonly run: ReadonlyMap<SourceFile, string>;
  /** Objects to drop first, with all that depends on them: what depends is in `run`. */
  readonly drop: readonly ExistingObject[];
  /** What the drops take with them. */
  readonly cascades: readonly Identity[];
  /** Tables and sequences whose whole access goes, because their file is gone. */
  readonly closed: readonly Identity[];
  readonly rebuildApi: boolean;
  /** Ledger entries of files that are gone. */
  readonly gone: readonly LedgerEntry[];
  /** What exists of the objects that the files define. */
  readonly existing: ReadonlyMap<DefinedObject, ExistingObject>;
}

/** How to plan. */
export interface PlanOptions {
  /** Run every file, changed or not. */
  readonly full: boolean;
  /** Paths of files whose objects cannot be replaced, only dropped and made anew. */
  readonly recreate: ReadonlySet<string>;
}

/** Compares `db/src` with the ledger and the catalogue. Changes nothing. */
export async function planSource(
  client: Client,
  files: readonly SourceFile[],
  options: PlanOptions,
): Promise<SourcePlan> {
  const ledger = await readLedger(client);
  const current = new Set(files.map((file) => file.path));
  const recorded = new Map(ledger.map((entry) => [entry.path, entry]));
  const gone = ledger.filter((entry) => !current.has(entry.path));

  const defined = files.flatMap((file) => file.objects);
  const found = await findObjects(client, [
    ...defined.map((object) => object.identity),
    ...ledger.flatMap((entry) => entry.identities),
  ]);
  const existing = new Map<DefinedObject, ExistingObject>();
  defined.forEach((object, index) => {
    const match = found[index];
    if (match !== undefined) existing.set(object, match);
  });
  const kept = new Set([...existing.values()].map(objectKey));
  let position = defined.length;
  const recordedObjects = new Map(
    ledger.map((entry) => {
      const objects = found.slice(position, position + entry.identities.length);
      position += entry.identities.length;
      return [entry.path, objects.filter((object) => object !== undefined)];
    }),
  );

  /** Which file an object belongs to: it is run again when the object goes with another one. */
  const owners = new Map<string, SourceFile>();
  for (const file of files) {
    for (const object of file.objects) {
      const match = existing.get(object);
      if (match !== undefined && object.identity.kind !== "access") owners.set(objectKey(match), file);
    }
  }
  const goneObjects = new Set(
    gone.flatMap((entry) => recordedObjects.get(entry.path) ?? []).map((object) => objectKey(object)),
  );

  const run = new Map<SourceFile, string>();
  const drop = new Map<string, ExistingObject>();
  const closed: Identity[] = [];
  const leave = (object: ExistingObject | undefined) => {
    if (object === undefined || kept.has(objectKey(object))) return;
    if (object.identity.kind === "access") closed.push(object.identity);
    else if (object.identity.kind !== "schema") drop.set(objectKey(object), object);
  };
  const markToRun = (file: SourceFile, reason: string) => {
    if (run.has(file)) return;
    run.set(file, reason);
    if (file.schema === "api") return;
    for (const object of recordedObjects.get(file.path) ?? []) leave(object);
    for (const object of file.objects) {
      const match = existing.get(object);
      const replaced = object.replaces && !options.recreate.has(file.path);
      if (match !== undefined && !replaced && object.identity.kind !== "access") {
        drop.set(objectKey(match), match);
      }
    }
  };

  for (const file of files) {
    const entry = recorded.get(file.path);
    const missing = file.objects.find((object) => !existing.has(object));
    // To refill a materialized view is expensive: only a change of its file does that.
    const full = options.full && !file.objects.some((object) => object.identity.kind === "materialized view");
    if (entry === undefined) markToRun(file, "new");
    else if (entry.sha256 !== file.sha256) markToRun(file, "changed");
    else if (missing !== undefined) markToRun(file, `${identityLabel(missing.identity)} is missing`);
    else if (full) markToRun(file, "full");
  }
  for (const entry of gone) {
    if (!entry.path.startsWith("src/api/"))
      for (const object of recordedObjects.get(entry.path) ?? []) leave(object);
  }

  let rebuildApi = [...run.keys(), ...gone].some((file) => file.path.startsWith("src/api/"));
  const cascades = new Map<string, Identity>();
  for (let settled = false; !settled; ) {
    const before = { files: run.size, rebuildApi };
    if (rebuildApi) {
      for (const file of files) if (file.schema === "api") markToRun(file, "api is rebuilt");
    }
    const roots: CatalogueObject[] = [...drop.values()];
    if (rebuildApi) {
      const [api] = await findObjects(client, [{ kind: "schema", name: "api" }]);
      if (api !== undefined) roots.push(api);
    }
    const dependents = await findDependents(client, roots);
    const relations = new Set(dependents.filter((d) => d.catalogue === "pg_class").map((d) => d.oid));
    const strangers: string[] = [];
    for (const dependent of dependents) {
      const key = objectKey(dependent);
      const owner = owners.get(key);
      if (owner !== undefined) {
        if (owner.schema === "api") rebuildApi = true;
        else markToRun(owner, `depends on what is dropped (${dependent.description})`);
        const object = owner.objects.find((o) => {
          const match = existing.get(o);
          return match !== undefined && objectKey(match) === key;
        });
        if (object !== undefined && !drop.has(key) && owner.schema !== "api")
          cascades.set(key, object.identity);
      } else if (dependent.schema === "api" || dependent.catalogue === "pg_namespace") rebuildApi = true;
      else if (!drop.has(key) && !goneObjects.has(key) && !relations.has(dependent.partOf ?? -1)) {
        strangers.push(dependent.description);
      }
    }
    if (strangers.length > 0) {
      throw new DeployError(
        `These depend on what would be dropped (${[...drop.values()].map((o) => identityLabel(o.identity)).join(", ")}):\n` +
          `${strangers.map((description) => `  ${description}`).join("\n")}\n` +
          "They do not come from db/src: let a migration drop or change them first.",
      );
    }
    settled = run.size === before.files && rebuildApi === before.rebuildApi;
  }
  const inOrder = [...run].sort(([a], [b]) => (a.path < b.path ? -1 : 1));
  return {
    run: new Map(inOrder),
    drop: [...drop.values()],
    cascades: [...cascades.values()],
    closed,
    rebuildApi,
    gone,
    existing,
  };
}

/** The plan in lines for people; empty when there is nothing to do. */
export function describePlan(plan: SourcePlan): string[] {
  return [
    ...plan.drop.map((object) => `drop ${identityLabel(object.identity)}`),
    ...plan.cascades.map((identity) => `drop ${identityLabel(identity)}, made anew below`),
    ...plan.closed.map((identity) => `revoke all ${identityLabel(identity)}`),
    ...(plan.rebuildApi ? ["drop schema api, made anew below"] : []),
    ...[...plan.run].map(([file, reason]) => `run db/${file.path} (${reason})`),
    ...plan.gone.map((entry) => `forget db/${entry.path} (gone)`),
  ];
}
