import type { Client } from "pg";
import {
  type CatalogueObject,
  type Dependent,
  type ExistingObject,
  findDependents,
  findIrreplaceable,
  findObjects,
  type LedgerEntry,
  objectKey,
  readLedger,
} from "./catalogue.ts";
import { type DefinedObject, type Identity, identityLabel } from "./identity.ts";
import type { SourceFile } from "./source.ts";

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
  /** What depends on the drops and does not come from `db/src`: the deploy cannot go on. */
  readonly blockers: readonly string[];
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
  const state = await readState(client, files, ledger);
  const planner = new Planner(files, state);
  await planner.compare(client, options);
  await planner.followDependents(client);
  return planner.plan();
}

interface State {
  readonly ledger: ReadonlyMap<string, LedgerEntry>;
  /** What exists of the objects that the files define. */
  readonly existing: ReadonlyMap<DefinedObject, ExistingObject>;
  /** What exists of the objects that the ledger has, by path. */
  readonly recorded: ReadonlyMap<string, readonly ExistingObject[]>;
}

async function readState(
  client: Client,
  files: readonly SourceFile[],
  ledger: readonly LedgerEntry[],
): Promise<State> {
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
  const recorded = new Map<string, ExistingObject[]>();
  let position = defined.length;
  for (const { path, identities } of ledger) {
    const objects = found.slice(position, position + identities.length);
    recorded.set(
      path,
      objects.filter((object) => object !== undefined),
    );
    position += identities.length;
  }
  return { ledger: new Map(ledger.map((entry) => [entry.path, entry])), existing, recorded };
}

class Planner {
  readonly #files: readonly SourceFile[];
  readonly #state: State;
  readonly #gone: readonly LedgerEntry[];
  /** Objects that a file still defines, and which one: it is run again when the object goes with another. */
  readonly #owners = new Map<string, { file: SourceFile; object: DefinedObject }>();
  readonly #run = new Map<SourceFile, string>();
  readonly #drop = new Map<string, ExistingObject>();
  readonly #cascades = new Map<string, Identity>();
  readonly #closed: Identity[] = [];
  #blockers: string[] = [];
  #rebuildApi = false;
  /** Files whose objects have to be dropped before they are run. */
  #recreate = new Set<string>();

  constructor(files: readonly SourceFile[], state: State) {
    this.#files = files;
    this.#state = state;
    const current = new Set(files.map((file) => file.path));
    this.#gone = [...state.ledger.values()].filter((entry) => !current.has(entry.path));
    for (const file of files) {
      for (const object of file.objects) {
        const match = state.existing.get(object);
        if (match !== undefined) this.#owners.set(objectKey(match), { file, object });
      }
    }
  }

  /** Finds the files to run, and what their change or absence drops. */
  async compare(client: Client, { full, recreate }: PlanOptions): Promise<void> {
    const { ledger, existing, recorded } = this.#state;
    const isChanged = (file: SourceFile) => ledger.get(file.path)?.sha256 !== file.sha256;
    const shapes = this.#files.filter(isChanged).flatMap((file) =>
      file.objects.flatMap((object) => {
        const oid = existing.get(object)?.oid;
        return oid !== undefined && object.shape !== undefined
          ? [{ path: file.path, oid, shape: object.shape }]
          : [];
      }),
    );
    const irreplaceable = await findIrreplaceable(client, shapes);
    const incompatible = shapes.filter(({ oid }) => irreplaceable.has(oid)).map(({ path }) => path);
    this.#recreate = new Set([...recreate, ...incompatible]);

    for (const file of this.#files) {
      const missing = file.objects.find((object) => !existing.has(object));
      // To refill a materialized view is expensive: only a change of its file does that.
      const again = full && !file.objects.some((object) => object.identity.kind === "materialized view");
      if (!ledger.has(file.path)) this.#markToRun(file, "new");
      else if (isChanged(file)) this.#markToRun(file, "changed");
      else if (missing !== undefined) this.#markToRun(file, `${identityLabel(missing.identity)} is missing`);
      else if (again) this.#markToRun(file, "full");
    }
    for (const { path } of this.#gone) {
      if (path.startsWith("src/api/")) this.#rebuildApi = true;
      else for (const object of recorded.get(path) ?? []) this.#leave(object);
    }
  }

  /** Adds what depends on the drops, until nothing is new: it goes with them, and is made anew. */
  async followDependents(client: Client): Promise<void> {
    const [api] = await findObjects(client, [{ kind: "schema", name: "api" }]);
    for (let settled = false; !settled; ) {
      const before = { files: this.#run.size, rebuildApi: this.#rebuildApi };
      if (this.#rebuildApi) {
        for (const file of this.#files) if (file.schema === "api") this.#markToRun(file, "api is rebuilt");
      }
      const roots: CatalogueObject[] = [...this.#drop.values()];
      if (this.#rebuildApi && api !== undefined) roots.push(api);
      const dependents = await findDependents(client, roots);
      const relations = new Set(dependents.filter((d) => d.catalogue === "pg_class").map((d) => d.oid));
      this.#blockers = dependents
        .filter((dependent) => !this.#follow(dependent) && !relations.has(dependent.partOf ?? -1))
        .map((dependent) => dependent.description);
      settled = this.#run.size === before.files && this.#rebuildApi === before.rebuildApi;
    }
  }

  plan(): SourcePlan {
    return {
      run: new Map([...this.#run].sort(([a], [b]) => (a.path < b.path ? -1 : 1))),
      drop: [...this.#drop.values()],
      cascades: [...this.#cascades.values()],
      closed: this.#closed,
      rebuildApi: this.#rebuildApi,
      gone: this.#gone,
      blockers: this.#blockers,
      existing: this.#state.existing,
    };
  }

  #markToRun(file: SourceFile, reason: string): void {
    if (this.#run.has(file)) return;
    this.#run.set(file, reason);
    if (file.schema === "api") {
      this.#rebuildApi = true;
      return;
    }
    for (const object of this.#state.recorded.get(file.path) ?? []) this.#leave(object);
    for (const object of file.objects) {
      const match = this.#state.existing.get(object);
      const replaced = object.replaces && !this.#recreate.has(file.path);
      if (match !== undefined && !replaced && object.identity.kind !== "access") {
        this.#drop.set(objectKey(match), match);
      }
    }
  }

  /** Drops an object that its file no longer defines, unless another file does. */
  #leave(object: ExistingObject): void {
    if (this.#owners.has(objectKey(object))) return;
    if (object.identity.kind === "access") this.#closed.push(object.identity);
    else if (object.identity.kind !== "schema") this.#drop.set(objectKey(object), object);
  }

  /** Says whether the deploy knows how to make the object anew, or that it is to go. */
  #follow(dependent: Dependent): boolean {
    const key = objectKey(dependent);
    const owner = this.#owners.get(key);
    if (owner !== undefined) {
      this.#markToRun(owner.file, `depends on what is dropped: ${dependent.description}`);
      if (owner.file.schema !== "api" && !this.#drop.has(key)) this.#cascades.set(key, owner.object.identity);
      return true;
    }
    if (dependent.schema === "api" || dependent.catalogue === "pg_namespace") {
      this.#rebuildApi = true;
      return true;
    }
    return this.#drop.has(key);
  }
}

/** The plan in lines for people; empty when there is nothing to do. */
export function describePlan(plan: SourcePlan): string[] {
  const remade = new Set([...plan.existing.values()].map(objectKey));
  const fate = (object: CatalogueObject) => (remade.has(objectKey(object)) ? ", made anew below" : "");
  return [
    ...plan.drop.map((object) => `drop ${identityLabel(object.identity)}${fate(object)}`),
    ...plan.cascades.map((identity) => `drop ${identityLabel(identity)}, made anew below`),
    ...plan.closed.map((identity) => `revoke all ${identityLabel(identity)}`),
    ...(plan.rebuildApi ? ["drop schema api, made anew below"] : []),
    ...[...plan.run].map(([file, reason]) => `run db/${file.path} (${reason})`),
    ...plan.gone.map((entry) => `forget db/${entry.path} (gone)`),
    ...plan.blockers.map((description) => `blocked: ${description} depends on what is dropped`),
  ];
}
