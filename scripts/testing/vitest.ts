import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { noTests, type Tally } from "./tally.ts";

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Runs test files with vitest, its output on ours, and counts. */
export async function runVitest(
  root: string,
  files: readonly string[],
  reportFile: string,
  env: NodeJS.ProcessEnv,
): Promise<Tally> {
  const require = createRequire(import.meta.url);
  const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  if (files.length === 0) return noTests;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [vitest, "run", ...files, ...reporters], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const tally = existsSync(reportFile) ? count(JSON.parse(readFileSync(reportFile, "utf8"))) : noTests;
  // An error outside of any test fails the run without being counted anywhere.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function count(report: Report): Tally {
  // A file that cannot be loaded, or whose set-up fails, has no failing test of its own.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
