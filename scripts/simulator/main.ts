import { readFileSync } from "node:fs";
import sharp from "sharp";
import { type SimulatorOptions, startSimulator } from "./server.ts";

/*
 * Settings. Each may also be given as NAME_FILE, a file that holds the value.
 * FREEPIK_PORT (0: a free one)      FREEPIK_HOST (127.0.0.1)     PUBLIC_URL (from the Host header)
 * FREEPIK_API_KEYS (comma list; default: any key that begins with sim-)
 * FREEPIK_SIM_SEED                  FREEPIK_SIM_PHOTOS (folder)  LEDGER_FILE (JSON lines, kept over restarts)
 * FREEPIK_SIM_SCENARIO              FREEPIK_SIM_LATENCY_MS (0)   FREEPIK_SIM_SLOW_MS (20000)
 * FREEPIK_SIM_LIMITS (premium | free | off)                      FREEPIK_SIM_SHAPES (live | documented)
 */
function setting(name: string): string | null {
  const file = process.env[`${name}_FILE`];
  const value = file ? readFileSync(file, "utf8").trim() : process.env[name];
  return value ? value : null;
}

function number(name: string, otherwise: number): number {
  const text = setting(name);
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not '${text}'`);
  return Number(text);
}

function choice<const T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
  const text = setting(name) ?? otherwise;
  const found = allowed.find((one) => one === text);
  if (!found) throw new Error(`${name} must be one of ${allowed.join(", ")}, not '${text}'`);
  return found;
}

const seed = setting("FREEPIK_SIM_SEED");
const options: SimulatorOptions = {
  port: number("FREEPIK_PORT", 0),
  host: setting("FREEPIK_HOST") ?? "127.0.0.1",
  publicUrl: setting("PUBLIC_URL")?.replace(/\/+$/, "") ?? null,
  apiKeys: setting("FREEPIK_API_KEYS")?.split(",") ?? null,
  ...(seed === null ? {} : { seed }),
  latencyMs: number("FREEPIK_SIM_LATENCY_MS", 0),
  slowMs: number("FREEPIK_SIM_SLOW_MS", 20_000),
  scenario: setting("FREEPIK_SIM_SCENARIO"),
  limits: choice("FREEPIK_SIM_LIMITS", ["premium", "free", "off"], "premium"),
  shapes: choice("FREEPIK_SIM_SHAPES", ["live", "documented"], "live"),
  photos: setting("FREEPIK_SIM_PHOTOS"),
  ledgerFile: process.env.LEDGER_FILE || null,
};

// Pictures are made one at a time beside other processes: a thread each is enough.
sharp.concurrency(1);
const simulator = await startSimulator(options);
console.log(JSON.stringify({ listening: simulator.port }));

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
