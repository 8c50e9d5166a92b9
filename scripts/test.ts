import { globSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readDatabaseUrl } from "../worker/config.ts";
import { runPgtapFiles } from "./testing/pgtap.ts";
import { sum, type Tally } from "./testing/tally.ts";
import { TestServer } from "./testing/test-server.ts";
import { runVitest } from "./testing/vitest.ts";

const usage = `npm test [-- FILTER] [--db-only]

  FILTER      run only the files whose path contains it
  --db-only   run only the pgTAP files

TEST_SERVER_URL  a superuser's URL of an existing server to use in place of an own cluster. The passwords of the
                 product's roles are set there.`;

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const log = (line: string) => console.log(line);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "db-only": { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (positionals.length > 1) throw new Error(`One filter at a time.\n\n${usage}`);
  const filter = positionals[0];

  const find = (pattern: string, exclude: string[] = []) =>
    globSync(pattern, { cwd: root, exclude })
      .filter((file) => filter === undefined || file.includes(filter))
      .sort();
  const sqlFiles = find("test/db/**/*.sql", ["test/db/fixtures/**"]);
  const vitestFiles = values["db-only"] ? [] : find("test/**/*.test.ts");
  if (sqlFiles.length + vitestFiles.length === 0) {
    throw new Error(
      filter === undefined ? "There are no tests." : `No test file's path contains "${filter}".`,
    );
  }

  const server = await TestServer.start(readDatabaseUrl(process.env, "TEST_SERVER_URL"), log);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.stop().finally(() => process.exit(130)));
  }
  let total: Tally;
  try {
    const database = await runPgtapFiles(server, root, sqlFiles, log);
    const rest = await runVitest(root, vitestFiles, join(server.folder, "vitest.json"), {
      ...process.env,
      TEST_DATABASE_URL: server.url,
      TEST_TEMPLATE: server.template,
      TEST_SECRETS: JSON.stringify(server.secrets),
    });
    total = sum([database, rest]);
  } finally {
    await server.stop();
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The tests did not run: ${(error as Error).message}`);
  process.exitCode = 1;
}
