import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { withClient } from "../stack/database.ts";

/** pgTAP as files: from an npm package, so that nothing needs to be installed on the machine. */
export interface PgtapFiles {
  /** The value of `extension_control_path` with which PostgreSQL 18 finds it. */
  readonly controlPath: string;
  readonly script: string;
}

/** Unpacks pgTAP into a folder. */
export async function unpackPgtap(folder: string): Promise<PgtapFiles> {
  const require = createRequire(import.meta.url);
  const archive = join(dirname(require.resolve("@electric-sql/pglite-pgtap")), "pgtap.tar.gz");
  const target = join(folder, "pgtap");
  mkdirSync(target, { recursive: true });
  await promisify(execFile)("tar", ["-xzf", archive, "-C", target, "--no-same-owner"]);
  const share = join(target, "share/postgresql");
  const script = readdirSync(join(share, "extension")).find((file) =>
    /^pgtap--\d+\.\d+\.\d+\.sql$/.test(file),
  );
  if (script === undefined) throw new Error(`${archive} holds no pgTAP script.`);
  return { controlPath: `$system:${share}`, script: join(share, "extension", script) };
}

/**
 * Makes pgTAP available in a database, in the schema `extensions`: as an extension where the server has it, otherwise
 * by running its script.
 */
export async function installPgtap(url: string, folder: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("select from pg_available_extensions where name = 'pgtap'");
    if (rowCount === 1) {
      await client.query("create extension pgtap schema extensions");
      return;
    }
    const { script } = await unpackPgtap(folder);
    const sql = readFileSync(script, "utf8").replaceAll(/^\\.*$/gm, ""); // psql's own commands
    await client.query(`set search_path = extensions; ${sql}`);
  });
}
