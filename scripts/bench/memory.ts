import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { workerMemory } from "../stack/worker-memory.ts";
import type { Order } from "./pipelines.ts";
import type { Load, MemoryUse } from "./render-memory.ts";
import { type BenchCase, measuredCase, median } from "./report.ts";

const program = fileURLToPath(new URL("render-memory.ts", import.meta.url));
const lanes = 4;
const whole = 8;

/** How much memory a process takes that renders four requests at a time, and whether it takes more and more. */
export async function measureMemory(order: Order, requests: number): Promise<BenchCase[]> {
  const { peak, samples } = await load({ order, lanes, whole, more: requests });
  const quarter = Math.floor(samples.length / 4);
  const growth = median(samples.slice(-quarter)) - median(samples.slice(quarter, 2 * quarter));
  const facts = { bench: "render", better: "lower", unit: "MB" } as const;
  return [
    measuredCase({ ...facts, case: `memory at ${lanes} requests at a time, most`, goal: 700 }, peak / 1e6),
    measuredCase(
      { ...facts, case: `memory from the 2nd to the last quarter of ${requests} requests, more`, goal: 35 },
      growth / 1e6,
    ),
  ];
}

/** In a process of its own, with nothing of the bench's in its memory. */
async function load(given: Load): Promise<MemoryUse> {
  const child = fork(program, {
    serialization: "advanced",
    execArgv: [],
    env: { ...process.env, ...workerMemory },
  });
  const ended = once(child, "exit");
  let use: MemoryUse | undefined;
  child.once("message", (message) => {
    use = message as MemoryUse;
  });
  child.send(given);
  const [code] = await ended;
  if (use === undefined) throw new Error(`The process that renders ended with ${code} before it was done.`);
  return use;
}
