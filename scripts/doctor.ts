import { parseArgs } from "node:util";
import { SettingError } from "../worker/config.ts";
import { CannotLookError, diagnose } from "./doctor/diagnose.ts";
import { bySeverityAndAge } from "./doctor/finding.ts";
import { checkParts } from "./doctor/parts.ts";
import { report } from "./doctor/report.ts";
import { findSystem } from "./doctor/system.ts";

const usage = `npm run doctor [-- --json]

Says what is wrong with a running system, and what to do about it: errors first, then the oldest.
  --json   print the findings as a JSON array

It looks at the stack of DATA_DIR, or at DATABASE_URL (a login that is a member of vp_monitor or vp_dba, or the
deploy's own) and, where they are set, API_URL and WORKER_URL. Exit code 0: nothing is wrong, or warnings only;
1: errors; 2: it could not look.`;

function readOptions(): { json: boolean; help: boolean } {
  try {
    return parseArgs({
      options: {
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new CannotLookError(`${(error as Error).message}\n\n${usage}`);
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const system = findSystem(process.env);
  const [inside, outside] = await Promise.all([diagnose(system.databaseUrl), checkParts(system)]);
  const findings = [...inside, ...outside].sort(bySeverityAndAge);
  console.log(options.json ? JSON.stringify(findings, null, 2) : report(system, findings));
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const expected = error instanceof CannotLookError || error instanceof SettingError;
  console.error(expected ? error.message : error);
  process.exitCode = 2;
}
