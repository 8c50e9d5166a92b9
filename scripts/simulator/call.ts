import type { LedgerEntry } from "./ledger.ts";
import type { Quota } from "./limits.ts";
import type { Scenario, Stage } from "./scenarios.ts";
import type { View } from "./shapes.ts";

/** One understood call, before it is answered. */
export type Call = {
  stage: Stage;
  scenario: Scenario | null;
  quotas: readonly Quota[];
  /** What tells this call from others, for troubles that strike once. */
  identity: string;
  /** The attempt that the body names; a header names one too. */
  attemptId: string | null;
  /** Does what was asked; throws the refusal where that cannot be. */
  answer(view: View): Answer | Promise<Answer>;
};

/** What a call is answered with and what it costs. */
export type Answer = {
  body: object;
  charge: Charge | null;
  /** What starts once the call is on the bill, whether or not the answer arrives. */
  afterwards?: () => void;
};

/** A bill without what the frame knows: who called, when, and which attempt. */
export type Charge = Pick<LedgerEntry, "endpoint" | "cost" | "currency"> & {
  taskId: string | null;
  resourceId: number | null;
};

/** Who calls. */
export type Caller = {
  /** The key as sent, with the scenario that may hang on it. */
  key: string;
  /** The key without its scenario: whose tasks these are. */
  owner: string;
  scenario: Scenario | null;
};
