import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/deploy.ts", import.meta.url));

function run(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | string; output: string; error: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { env: { PATH: process.env.PATH, ...env } },
      (error, output, stderr) => resolve({ code: error?.code ?? 0, output, error: stderr }),
    );
  });
}

const nowhere = "postgres://nobody:secret@127.0.0.1:1/nothing";

it.each([
  ["no database", [], {}, /^Deploy failed: DATABASE_URL is not set \(nor DATABASE_URL_FILE\)/],
  [
    "a server that does not answer",
    [],
    { DATABASE_URL: nowhere },
    /^Deploy failed: Cannot connect to the database nothing at 127\.0\.0\.1:1: .*ECONNREFUSED/,
  ],
  ["an unknown option", ["--force"], { DATABASE_URL: nowhere }, /^Deploy failed: Unknown option '--force'/],
  [
    "two modes",
    ["--plan", "--full"],
    { DATABASE_URL: nowhere },
    /^Deploy failed: Choose one of --plan, --full\./,
  ],
  ["a reset without consent", ["--reset"], { DATABASE_URL: nowhere }, /^Deploy failed: .*ALLOW_RESET=yes/],
])("ends with one message and code 1 on %s", async (_, args, env, message) => {
  const { code, output, error } = await run(args, env as Record<string, string>);
  expect(code).toBe(1);
  expect(output).toBe("");
  expect(error.trimEnd()).toMatch(message);
  expect(error.trimEnd().split("\n")).toHaveLength(1);
  expect(error).not.toContain("secret");
});

it("explains itself", async () => {
  const { code, output } = await run(["--help"], {});
  expect(code).toBe(0);
  expect(output).toContain("npm run deploy [-- --plan | --status | --full | --reset]");
});
