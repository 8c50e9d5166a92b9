import { parseArgs } from "node:util";
import { chooseDesigns } from "./demo/brands.ts";
import type { BrandDesign } from "./demo/design.ts";
import { Progress } from "./demo/progress.ts";
import { runDemo } from "./demo/run.ts";
import { takeStack } from "./demo/stack.ts";

// npm run demo: content requests of three brands through every layer, from stock and from AI, as three people, over the
// public REST API.
const options = readOptions();

// With --json, standard output is for the result alone.
const out = options.json ? process.stderr : process.stdout;
const say = (line = "") => void out.write(`${line}\n`);
const detail = (line: string) => say(`  ${line}`);

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interrupt.abort(new Error(`Interrupted by ${signal}.`)));
}

try {
  const stack = await takeStack(detail, interrupt.signal);
  say(`The stack is ${stack.isOurs ? "up" : "running already"}: ${stack.apiUrl}`);
  let result: object;
  try {
    result = await Promise.race([
      runDemo(stack, options.designs, { say, detail, progress: new Progress(out) }),
      interrupted(),
    ]);
  } finally {
    await stack.stop();
  }
  if (stack.isOurs) say("\nThe demo has stopped the stack that it started. npm start keeps one running.");
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`\nThe demo failed. ${(error as Error).message}\n`);
  process.exit(interrupt.signal.aborted ? 130 : 1);
}

function readOptions(): { json: boolean; designs: readonly BrandDesign[] } {
  try {
    const { values } = parseArgs({
      options: { json: { type: "boolean", default: false }, brand: { type: "string", multiple: true } },
    });
    return { json: values.json, designs: chooseDesigns(values.brand) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\nnpm run demo [-- --json] [--brand NAME]…\n`);
    process.exit(1);
  }
}

function interrupted(): Promise<never> {
  const { signal } = interrupt;
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
