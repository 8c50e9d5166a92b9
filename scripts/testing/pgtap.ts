import pg from "pg";
import { installPgtap } from "./pgtap-extension.ts";
import { type PgtapScript, readPgtapScript } from "./pgtap-script.ts";
import { sum, type Tally } from "./tally.ts";
import { parseTap } from "./tap.ts";
import type { TestServer } from "./test-server.ts";

const lanes = 2;

/**
 * Runs pgTAP files: each on a connection of its own, in a transaction that is rolled back. A few run side by side, each
 * lane in a database of its own, so that they cannot wait for each other's locks.
 */
export async function runPgtapFiles(
  server: TestServer,
  root: string,
  files: readonly string[],
  log: (line: string) => void,
): Promise<Tally> {
  const waiting = [...files];
  const tallies: Tally[] = [];
  const lane = async (number: number) => {
    const url = await server.clone(`${server.template}_pgtap_${number}`);
    await installPgtap(url, server.folder);
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      tallies.push(await runPgtapFile(url, root, file, log));
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, files.length) }, (_, index) => lane(index + 1)));
  return sum(tallies);
}

async function runPgtapFile(
  url: string,
  root: string,
  file: string,
  log: (line: string) => void,
): Promise<Tally> {
  const began = performance.now();
  const script = readPgtapScript(root, file);
  const { lines, error } = await collectRows(url, script.sql, file);
  const { results, faults } = parseTap(lines);
  const problems = error === undefined ? [...faults] : [describeError(error, script)];

  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  const tally = {
    passed: count("passed"),
    failed: count("failed") + problems.length,
    skipped: count("skipped"),
  };
  const took = `${Math.round(performance.now() - began)} ms`;
  log(`${tally.failed === 0 ? "ok    " : "FAILED"} ${file} (${results.length} tests, ${took})`);
  for (const { outcome, description, diagnostics } of results) {
    if (outcome === "skipped") log(`       skipped: ${description}`);
    if (outcome !== "failed") continue;
    log(`       not ok: ${description}`);
    for (const line of diagnostics) log(`         ${line}`);
  }
  for (const problem of problems) log(`       ${problem.replaceAll("\n", "\n       ")}`);
  return tally;
}

/** Runs a whole file as one simple query and collects the lines that its statements return, up to an error. */
async function collectRows(
  url: string,
  sql: string,
  name: string,
): Promise<{ lines: string[]; error: Error | undefined }> {
  const lines: string[] = [];
  // As arrays: two columns of one name must not hide each other.
  const config: pg.QueryArrayConfig = { text: sql, rowMode: "array" };
  const client = new pg.Client({ connectionString: url, application_name: name, statement_timeout: 300_000 });
  client.on("error", () => undefined); // the query below reports a broken connection
  await client.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      const query = new pg.Query<unknown[]>(config);
      query.on("row", (row) => {
        for (const value of row) if (typeof value === "string") lines.push(...value.split("\n"));
      });
      query.on("end", () => resolve());
      query.on("error", reject);
      client.query(query);
    });
    return { lines, error: undefined };
  } catch (error) {
    return { lines, error: error as Error };
  } finally {
    await client.end();
  }
}

function describeError(error: Error, script: PgtapScript): string {
  if (!(error instanceof pg.DatabaseError)) return error.message;
  const where = script.locate(Number(error.position));
  const details = [error.detail, error.hint, error.where].filter((text) => text !== undefined && text !== "");
  const summary = `SQL error ${error.code}${where === undefined ? "" : ` at ${where}`}: ${error.message}`;
  return [summary, ...details].join("\n");
}
