import { parseArgs } from "node:util";
import { benchQueue } from "./bench/queue.ts";
import { benchRender } from "./bench/render.ts";
import { type BenchCase, type BenchOptions, benchTable } from "./bench/report.ts";
import { benchScoring } from "./bench/scoring.ts";

const benches: Record<string, (log: (line: string) => void, options: BenchOptions) => Promise<BenchCase[]>> =
  {
    queue: benchQueue,
    render: benchRender,
    scoring: benchScoring,
  };

const usage = `npm run bench -- NAME… [--json] [--full]

Measures ratios against a named reference, in one run, interleaved, several times.
  NAME    ${Object.keys(benches).join(", ")}
  --json  a line of JSON for each case, in place of the table
  --full  1,000 requests where 150 would do; 2,000 variants scored and a million simulated, where 300 and 20,000 would`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      full: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in benches));
  if (values.help) {
    console.log(usage);
  } else if (positionals.length === 0 || unknown.length > 0) {
    throw new Error([...unknown.map((name) => `There is no bench ${name}.`), usage].join("\n\n"));
  } else {
    const cases: BenchCase[] = [];
    for (const name of positionals)
      cases.push(...((await benches[name]?.(console.error, { full: values.full })) ?? []));
    console.log(values.json ? cases.map((one) => JSON.stringify(one)).join("\n") : benchTable(cases));
  }
} catch (error) {
  console.error(`The bench failed: ${(error as Error).message}`);
  process.exitCode = 1;
}
