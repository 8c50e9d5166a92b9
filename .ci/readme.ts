// Runs the commands of a Markdown file: every ```sh block, in order, in one folder, stopping at the first that fails.
// `npm start` stays in the foreground, so it is started beside the following blocks and stopped at the end.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { $ } from "zx";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Which Markdown file?");
const blocks = [...readFileSync(file, "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
  ([, block]) => block ?? "",
);
if (blocks.length === 0) throw new Error(`${file} has no commands.`);

let stack: ChildProcess | undefined;

async function startStack(): Promise<void> {
  stack = spawn("npm", ["start"], { stdio: "inherit", detached: true });
  const deadline = Date.now() + 60_000;
  while (!existsSync(".data/stack.json")) {
    if (stack.exitCode !== null || Date.now() > deadline) throw new Error("npm start did not get ready.");
    await delay(100);
  }
}

/** Runs a block as a script of its own. */
const run = (block: string) => $({ stdio: ["ignore", "inherit", "inherit"] })`bash -euo pipefail -c ${block}`;

async function stopStack(): Promise<void> {
  if (stack?.pid === undefined || stack.exitCode !== null) return;
  const exited = new Promise((resolve) => stack?.once("exit", resolve));
  process.kill(-stack.pid, "SIGTERM");
  await exited;
}

rmSync(".data", { recursive: true, force: true });
try {
  for (const block of blocks) {
    console.log(`$ ${block.trimEnd().replaceAll("\n", "\n  ")}`);
    if (block.trim() === "npm start") await startStack();
    else await run(block);
  }
} finally {
  await stopStack();
}
