import { type Random, randomFrom } from "../../scripts/simulator/random.ts";
import { makeWorld, type World } from "../api/world.ts";
import { findFaults, type Money, settle } from "./proof.ts";
import { Rig } from "./rig.ts";
import { type Step, steps } from "./steps.ts";
import { askFor, type Kind, type Models } from "./traffic.ts";
import { until } from "./until.ts";

export interface ChaosOptions {
  readonly seed: string;
  /** How often each step is struck. */
  readonly rounds: number;
  /** Only the steps whose names contain one of these. */
  readonly only?: readonly string[];
  readonly log: (line: string) => void;
  /** Ends the run after the round that is under way. */
  readonly signal?: AbortSignal;
}

/** What became of a step's rounds. */
export interface StepResult {
  readonly step: string;
  readonly rounds: number;
  /** Requests by the state in which they ended. */
  readonly ready: number;
  readonly failed: number;
  readonly needs_attention: number;
  readonly calls: number;
  /** In millionths. */
  readonly booked: number;
  readonly billed: number;
  readonly unbilled: number;
  readonly faults: readonly string[];
}

/** Makes requests and strikes, step after step and round after round, and proves after each round that nothing is wrong. */
export async function runChaos({ seed, rounds, only, log, signal }: ChaosOptions): Promise<StepResult[]> {
  const chosen = steps.filter(({ name }) => only?.some((part) => name.includes(part)) ?? true);
  if (chosen.length === 0)
    throw new Error(`No step is called so. Known: ${steps.map(({ name }) => name).join(", ")}.`);
  const rig = await Rig.start(seed);
  try {
    const run = new Run(rig, await readModels(rig), log, signal);
    const results: StepResult[] = [];
    for (const step of chosen) {
      if (signal?.aborted) break;
      results.push(await run.take(step, rounds, seed));
    }
    return results;
  } finally {
    await rig.stop();
  }
}

async function readModels(rig: Rig): Promise<Models> {
  const { rows } = await rig.admin.query<{ operation: string; is_async: boolean }>(
    "select operation, is_async from integration.provider_operations where provider = 'freepik' and kind = 'text_to_image' order by 1",
  );
  const named = (isAsync: boolean) =>
    rows.filter((row) => row.is_async === isAsync).map((row) => row.operation);
  return { task: named(true), direct: named(false) };
}

class Run {
  readonly #rig: Rig;
  readonly #models: Models;
  readonly #log: (line: string) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #known = new Set<string>();
  #money: Money = { calls: 0, booked: 0, billed: 0, unbilled: 0, lostAnswers: 0 };

  constructor(rig: Rig, models: Models, log: (line: string) => void, signal: AbortSignal | undefined) {
    this.#rig = rig;
    this.#models = models;
    this.#log = log;
    this.#signal = signal;
  }

  async take(step: Step, rounds: number, seed: string): Promise<StepResult> {
    await until("All parts", 60, () => this.#rig.isUp);
    const world = await makeWorld(this.#rig.apiUrl);
    const before = this.#money;
    const ended = { ready: 0, failed: 0, needs_attention: 0 };
    const faults: string[] = [];
    let struck = 0;
    for (let round = 1; round <= rounds && !this.#signal?.aborted; round++) {
      struck = round;
      const random = randomFrom(`${seed}/${step.name}/${round}`);
      const began = performance.now();
      const found = await this.#strike(step, world, random, round);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      this.#log(`${step.name}, round ${round}: ${describe(found.states)} (${seconds} s)`);
      for (const state of found.states) if (state in ended) ended[state as keyof typeof ended] += 1;
      for (const fault of found.faults) {
        faults.push(`round ${round}: ${fault}`);
        this.#log(`  FAULT ${fault}`);
      }
    }
    const { calls, booked, billed, unbilled } = this.#money;
    return {
      step: step.name,
      rounds: struck,
      ...ended,
      calls: calls - before.calls,
      booked: booked - before.booked,
      billed: billed - before.billed,
      unbilled: unbilled - before.unbilled,
      faults,
    };
  }

  /** One round: the requests, the blow, the end of everything, the proof. */
  async #strike(step: Step, world: World, random: Random, round: number) {
    const rig = this.#rig;
    // A failing round must not leave the next one waiting for a circuit to close.
    await rig.admin.query("delete from integration.circuits");
    const problems: string[] = [];
    const ids = await this.#disturb(step, world, random, round, problems);
    await settle(rig).catch((error: Error) => problems.push(error.message));
    const { rows: requests } = await rig.admin.query<Ended>(
      "select status, failure, sources -> 0 as source from content.content_requests where id = any($1)",
      [ids],
    );
    // Only what asked for trouble may fail.
    for (const { status, failure, source } of requests.filter(() => step.words === undefined)) {
      if (status === "failed") problems.push(`${JSON.stringify(source)} failed: ${failure}`);
    }
    const { faults, money } = await findFaults(rig);
    this.#money = money;
    const fresh = [...problems, ...faults].filter((fault) => !this.#known.has(fault));
    for (const fault of fresh) this.#known.add(fault);
    return { states: requests.map(({ status }) => status), faults: fresh };
  }

  /** Makes the requests and strikes. What goes wrong in that is a fault too. */
  async #disturb(
    step: Step,
    world: World,
    random: Random,
    round: number,
    problems: string[],
  ): Promise<string[]> {
    const kind = step.kinds[(round - 1) % step.kinds.length] as Kind;
    const word = step.words?.[(round - 1) % step.words.length];
    const others = [random.pick<Kind>(["stock", "task", "direct"]), random.pick<Kind>(["stock", "task"])];
    const blow = await step.arm(this.#rig, random);
    try {
      const [asked, struck] = await Promise.allSettled([
        Promise.all([
          askFor(world, this.#models, kind, random, word),
          ...others.map((other) => askFor(world, this.#models, other, random)),
        ]),
        blow.strike(),
      ]);
      if (struck.status === "rejected") problems.push(String(struck.reason));
      if (asked.status === "rejected") problems.push(String(asked.reason));
      return asked.status === "fulfilled" ? asked.value : [];
    } finally {
      await blow.disarm();
      this.#rig.revive();
    }
  }
}

interface Ended {
  readonly status: string;
  readonly failure: string | null;
  readonly source: { readonly type: string };
}

function describe(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}

/** The results as a table for people. */
export function chaosTable(results: readonly StepResult[]): string {
  const money = (millionths: number) => (millionths / 1_000_000).toFixed(6);
  const rows = results.map((result) => [
    result.step,
    ...[result.rounds, result.ready, result.failed, result.needs_attention, result.calls].map(String),
    ...[result.booked, result.billed, result.unbilled].map(money),
    String(result.faults.length),
  ]);
  const header = [
    "step",
    "rounds",
    "ready",
    "failed",
    "attention",
    "calls",
    "booked",
    "billed",
    "lost, unbilled",
    "faults",
  ];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [line(header), ...rows.map(line)].join("\n");
}
