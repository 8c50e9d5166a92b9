import { expect, test } from "vitest";
import { chaosTable, runChaos } from "../chaos/run.ts";

// The whole of it: npm run test:chaos.
const only = [
  "before the claim",
  "answer on its way",
  "expansion's answer on its way",
  "after the hand-back",
  "while the file is written",
  "PostgreSQL restarted",
  "webhooks lost",
];

test("whatever is killed and wherever: paid once, booked exactly, nothing left half done", async () => {
  const log: string[] = [];
  const results = await runChaos({ seed: "short", rounds: 1, only, log: (line) => log.push(line) });
  expect(results.flatMap(({ step, faults }) => faults.map((fault) => `${step}: ${fault}`))).toEqual([]);
  expect(results.map(({ step }) => step)).toEqual(only);
  // Money was at stake.
  expect(results.reduce((sum, { billed }) => sum + billed, 0)).toBeGreaterThan(0);
  console.log(`${log.join("\n")}\n\n${chaosTable(results)}`);
  // Under a minute alone; other tests run beside it.
}, 300_000);
