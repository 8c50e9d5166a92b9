import { readFileSync } from "node:fs";
import sharp from "sharp";
import { keyHeaders, type SimulatorOptions, startSimulator } from "./server.ts";

/*
 * Settings. Each may also be given as NAME_FILE, a file that holds the value.
 * FREEPIK_PORT (0: a free one)      FREEPIK_HOST (127.0.0.1)     PUBLIC_URL (from the Host header)
 * FREEPIK_API_KEYS (comma list; default: any key that begins with sim-)
 * FREEPIK_SIM_SEED                  FREEPIK_SIM_PHOTOS (folder)  LEDGER_FILE (JSON lines, kept over restarts)
 * FREEPIK_SIM_SCENARIO              FREEPIK_SIM_LATENCY_MS (0)   FREEPIK_SIM_SLOW_MS (20000)
 * FREEPIK_SIM_LATE_MS (120000)
 * FREEPIK_SIM_LIMITS (premium | free | off)                      FREEPIK_SIM_SHAPES (live | documented)
 * FREEPIK_SIM_KEY_PER_MINUTE (no limit)                          FREEPIK_SIM_LIMIT_HEADERS (off | on)
 * FREEPIK_SIM_TASK_MS (5 × latency)                              FREEPIK_SIM_ASSET_S (3600)
 * FREEPIK_SIM_WEBHOOK_SECRET (one, or two joined by a comma)     FREEPIK_SIM_WEBHOOK_ENCODING (utf8 | base64)
 * FREEPIK_SIM_WEBHOOK_RETRY_MS (1000)
 * FREEPIK_SIM_HEADER (x-freepik-api-key | x-magnific-api-key; default: either)
 * Tasks are kept over restarts beside the ledger, in LEDGER_FILE.tasks.
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
const latencyMs = number("FREEPIK_SIM_LATENCY_MS", 0);
const ledgerFile = process.env.LEDGER_FILE || null;
const secrets = setting("FREEPIK_SIM_WEBHOOK_SECRET")?.split(",");
const options: SimulatorOptions = {
  port: number("FREEPIK_PORT", 0),
  host: setting("FREEPIK_HOST") ?? "127.0.0.1",
  publicUrl: setting("PUBLIC_URL")?.replace(/\/+$/, "") ?? null,
  apiKeys: setting("FREEPIK_API_KEYS")?.split(",") ?? null,
  header:
    setting("FREEPIK_SIM_HEADER") === null ? null : choice("FREEPIK_SIM_HEADER", keyHeaders, keyHeaders[0]),
  ...(seed === null ? {} : { seed }),
  latencyMs,
  taskMs: number("FREEPIK_SIM_TASK_MS", 5 * latencyMs),
  assetSeconds: number("FREEPIK_SIM_ASSET_S", 3_600),
  slowMs: number("FREEPIK_SIM_SLOW_MS", 20_000),
  late: number("FREEPIK_SIM_LATE_MS", 120_000),
  scenario: setting("FREEPIK_SIM_SCENARIO"),
  limits: choice("FREEPIK_SIM_LIMITS", ["premium", "free", "off"], "premium"),
  keyPerMinute: number("FREEPIK_SIM_KEY_PER_MINUTE", 0) || null,
  limitHeaders: choice("FREEPIK_SIM_LIMIT_HEADERS", ["off", "on"], "off") === "on",
  webhooks: {
    ...(secrets === undefined ? {} : { secrets }),
    encoding: choice("FREEPIK_SIM_WEBHOOK_ENCODING", ["utf8", "base64"], "utf8"),
    retryMs: number("FREEPIK_SIM_WEBHOOK_RETRY_MS", 1_000),
  },
  shapes: choice("FREEPIK_SIM_SHAPES", ["live", "documented"], "live"),
  photos: setting("FREEPIK_SIM_PHOTOS"),
  ledgerFile,
  tasksFile: ledgerFile === null ? null : `${ledgerFile}.tasks`,
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
