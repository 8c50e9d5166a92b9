import { setTimeout as delay } from "node:timers/promises";
import { commandLine, isAlive, parentOf } from "./stack/process.ts";
import { type Stack, startStack } from "./stack/stack.ts";
import { AlreadyRunningError } from "./stack/start-lock.ts";

const began = performance.now();
const interrupt = new AbortController();
const log = (line: string) => console.log(`  ${line}`);

let firstAsked = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!interrupt.signal.aborted) {
      console.log("\nStopping …");
      firstAsked = performance.now();
      interrupt.abort(new Error(`Interrupted by ${signal}.`));
    } else if (performance.now() - firstAsked > 1_000) {
      // Asked again, and not just told the same by both the terminal and npm: the kernel ends the parts with us.
      process.exit(130);
    }
  });
}

/** The processes between us and npm, npm included; only our parent when npm does not run us. */
function launchers(): number[] {
  const ancestors = [process.ppid];
  while (ancestors.length < 6) {
    const last = ancestors.at(-1) ?? 1;
    if (/^npm\b|npm-cli\.js\b/.test(commandLine(last))) return ancestors;
    const next = parentOf(last);
    if (next === undefined || next <= 1) break;
    ancestors.push(next);
  }
  return [process.ppid];
}

/** Stops when npm, or what it put in between, was killed: it cannot pass that on. */
async function stopWithNpm(): Promise<void> {
  if (process.env.npm_lifecycle_event === undefined) return;
  const watched = launchers();
  while (watched.every(isAlive)) await delay(500, undefined, { ref: false });
  interrupt.abort(new Error("npm, which ran this, has ended."));
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password !== "") shown.password = "***";
  return shown.href;
}

function describe(stack: Stack): string {
  const { settings } = stack;
  const state = stack.state();
  const rows = [
    ["API", state.api_url, ""],
    ["Worker", state.worker_url, "files, health"],
    [
      "Freepik",
      state.freepik_url,
      settings.freepikApiKey === undefined ? "simulator; FREEPIK_API_KEY uses the real one" : "",
    ],
    ["Database", withoutPassword(state.database_url), ""],
    ["Details", `${settings.dataDir}/stack.json`, "with passwords: for your eyes only"],
    ["Logs", `${settings.dataDir}/logs`, ""],
  ];
  const lines = rows.map(([name = "", where = "", note = ""]) => {
    const line = `  ${name.padEnd(10)}${where}`;
    return note === "" ? line : `${line}   (${note})`;
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return [
    `Visual Pipeline is ready (${seconds} s).`,
    "",
    ...lines,
    "",
    "Ctrl-C stops all of it; the next start goes on with the same data.",
  ].join("\n");
}

try {
  console.log("Starting Visual Pipeline …");
  void stopWithNpm();
  const stack = await startStack({ log, signal: interrupt.signal });
  console.log(describe(stack));
  await new Promise<void>((resolve) => {
    if (interrupt.signal.aborted) resolve();
    else interrupt.signal.addEventListener("abort", () => resolve(), { once: true });
    // Nothing else keeps this process alive when the database is somebody else's.
    setInterval(() => undefined, 60_000);
  });
  await stack.stop();
  console.log("Stopped.");
  process.exit(0);
} catch (error) {
  if (interrupt.signal.aborted) {
    console.log("Stopped before everything was up.");
    process.exit(130);
  }
  if (error instanceof AlreadyRunningError) console.error(error.message);
  else console.error(`The start failed: ${(error as Error).message}`);
  process.exit(1);
}
