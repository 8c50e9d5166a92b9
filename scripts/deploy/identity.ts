import type { OwnerRole } from "./layers.ts";

/** An object that a file defines, by a name that the server understands whatever the search path. */
export type Identity =
  | {
      readonly kind: "function" | "aggregate" | "view" | "materialized view" | "schema" | "type";
      readonly name: string;
    }
  | { readonly kind: "trigger" | "policy"; readonly name: string; readonly table: string }
  /** All grants and policies of a table, or all grants of a sequence. */
  | { readonly kind: "access"; readonly name: string; readonly sequence: boolean };

/** A parameter, its type written so that the server can look it up. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** What `create or replace function` cannot change. */
export interface FunctionShape {
  readonly procedure: boolean;
  readonly returnsSet: boolean;
  /** Null for a procedure, and where output parameters take its place. */
  readonly returns: string | null;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
  /** How many parameters have a default. */
  readonly defaults: number;
}

/** An identity, and whether running its file again replaces the object rather than failing because it exists. */
export interface DefinedObject {
  readonly identity: Identity;
  readonly replaces: boolean;
  /** Who owns it, where that is not given by something else. */
  readonly owner?: OwnerRole;
  readonly shape?: FunctionShape;
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
