import { parseArgs } from "node:util";
import { chaosTable, runChaos } from "../test/chaos/run.ts";

const usage = `npm run test:chaos [-- --seed TEXT] [--rounds N] [--step NAME]…

  --seed    what is decided by chance is decided by this; printed, so that a run can be repeated
  --rounds  how often each step is struck (10)
  --step    only the steps whose name contains this; may be given several times

Ctrl-C ends it after the round that is under way, with the table of those before.`;

try {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      rounds: { type: "string", default: "10" },
      step: { type: "string", multiple: true },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
  } else {
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1)
      throw new Error(`--rounds must be a whole number from 1.\n\n${usage}`);
    console.log(`Seed ${values.seed}, ${rounds} rounds of each step`);
    const interrupt = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort());
    const results = await runChaos({
      seed: values.seed,
      rounds,
      ...(values.step === undefined ? {} : { only: values.step }),
      log: console.log,
      signal: interrupt.signal,
    });
    console.log(`\n${chaosTable(results)}`);
    process.exitCode = results.some(({ faults }) => faults.length > 0) ? 1 : 0;
  }
} catch (error) {
  console.error(`The chaos run failed: ${(error as Error).message}`);
  process.exitCode = 1;
}
