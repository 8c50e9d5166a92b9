import {
  dataDirectory,
  type Environment,
  filesDirectory,
  type LogLevel,
  readBaseUrl,
  readDatabaseUrl,
  readLogLevel,
  readPort,
  readSetting,
  readWebhookUrl,
  SettingError,
} from "../../worker/config.ts";
import type { PortWish } from "./ports.ts";

/** What can be set about the default stack. */
export interface StackSettings {
  readonly dataDir: string;
  readonly filesDir: string;
  /** A server of one's own; without it the embedded one is started. */
  readonly databaseUrl: string | undefined;
  /** The real Freepik key; without it the simulator is started. */
  readonly freepikApiKey: string | undefined;
  readonly freepikUrl: string | undefined;
  /** Where Freepik reaches the API's webhook; null: nowhere. Without it the simulator knows, and the real one does not. */
  readonly webhookUrl: string | null | undefined;
  readonly apiUrl: string | undefined;
  readonly workerUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly ports: Readonly<Record<"database" | "api" | "worker" | "freepik", PortWish>>;
}

/** Reads the settings of the default stack from the environment. */
export function stackSettings(env: Environment): StackSettings {
  const wish = (setting: string, usual: number): PortWish => {
    const port = readPort(env, setting);
    return { setting, port: port ?? usual, fixed: port !== undefined };
  };
  const freepikApiKey = readSetting(env, "FREEPIK_API_KEY");
  const freepikUrl = readBaseUrl(env, "FREEPIK_URL");
  if (freepikUrl !== undefined && freepikApiKey === undefined) {
    throw new SettingError(
      "FREEPIK_URL is set without FREEPIK_API_KEY: set both, or neither to use the simulator.",
    );
  }
  return {
    dataDir: dataDirectory(env),
    filesDir: filesDirectory(env),
    databaseUrl: readDatabaseUrl(env),
    freepikApiKey,
    freepikUrl,
    webhookUrl: readWebhookUrl(env),
    apiUrl: readBaseUrl(env, "API_URL"),
    workerUrl: readBaseUrl(env, "WORKER_URL"),
    logLevel: readLogLevel(env),
    ports: {
      database: wish("DATABASE_PORT", 54329),
      api: wish("API_PORT", 3000),
      worker: wish("WORKER_PORT", 3001),
      freepik: wish("FREEPIK_PORT", 3002),
    },
  };
}

/** Settings that the stack resolves itself: a child gets only those that are meant for it. */
const resolved = new Set([
  "API_PORT",
  "API_URL",
  "AUTHENTICATOR_PASSWORD",
  "DATABASE_PORT",
  "DATABASE_URL",
  "DATA_DIR",
  "FILES_DIR",
  "FREEPIK_API_KEY",
  "FREEPIK_API_KEYS",
  "FREEPIK_PORT",
  "FREEPIK_SIM_WEBHOOK_SECRET",
  "FREEPIK_URL",
  "FREEPIK_WEBHOOK_SECRET",
  "FREEPIK_WEBHOOK_URL",
  "JWT_SECRET",
  "LEDGER_FILE",
  "PUBLIC_URL",
  "WORKER_PASSWORD",
  "WORKER_PORT",
  "WORKER_URL",
]);

/** The environment of a child: ours without what the stack resolves and without libpq's variables, and its own. */
export function childEnvironment(env: Environment, own: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(
    ([name]) =>
      !resolved.has(name.replace(/_FILE$/, "")) &&
      !/^PG(?!RST_)[A-Z]+$/.test(name) &&
      !name.startsWith("PGRST_"),
  );
  return { ...Object.fromEntries(inherited), ...own };
}
