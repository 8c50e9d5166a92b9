import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The environment a setting is read from: `process.env`, or an object of the same shape in tests. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that is missing or malformed. Its message names the variable and says what it must be. */
export class SettingError extends Error {
  override name = "SettingError";
}

/**
 * Reads one setting: `NAME`, or the content of the file that `NAME_FILE` points to, without its final newline.
 * An empty value counts as absent, so that `NAME=` in a compose file means "not set".
 */
export function readSetting(env: Environment, name: string): string | undefined {
  const value = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return value;
  if (value !== undefined) {
    throw new SettingError(`${name} and ${name}_FILE are both set: keep one of them.`);
  }
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "") || undefined;
  } catch (error) {
    throw new SettingError(
      `${name}_FILE points to ${file}, which cannot be read: ${(error as Error).message}`,
    );
  }
}

/** Like {@link readSetting}, but a missing value is an error that says what the setting is for. */
function requireSetting(env: Environment, name: string, purpose: string): string {
  const value = readSetting(env, name);
  if (value === undefined) throw new SettingError(`${name} is not set (nor ${name}_FILE): ${purpose}`);
  return value;
}

/** Reads a whole number within a range. */
function readInteger(
  env: Environment,
  name: string,
  range: { min: number; max: number },
): number | undefined {
  const text = readSetting(env, name);
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.min && value <= range.max)) {
    throw new SettingError(
      `${name} must be a whole number from ${range.min} to ${range.max}, not "${text}".`,
    );
  }
  return value;
}

/** Reads a TCP port. */
export function readPort(env: Environment, name: string): number | undefined {
  return readInteger(env, name, { min: 1, max: 65_535 });
}

/** Reads the base URL of an HTTP service, without a trailing slash. */
export function readBaseUrl(env: Environment, name: string): string | undefined {
  const text = readSetting(env, name);
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !["http:", "https:"].includes(new URL(text).protocol)) {
    throw new SettingError(`${name} must be an http or https URL, not "${text}".`);
  }
  return text.replace(/\/+$/, "");
}

/** Reads where Freepik reaches the API's webhook; `off` is nowhere (null). */
export function readWebhookUrl(env: Environment): string | null | undefined {
  const name = "FREEPIK_WEBHOOK_URL";
  return readSetting(env, name) === "off" ? null : readBaseUrl(env, name);
}

/** Reads a PostgreSQL connection URL. The message never shows the value: it holds a password. */
export function readDatabaseUrl(env: Environment, name = "DATABASE_URL"): string | undefined {
  const text = readSetting(env, name);
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !["postgres:", "postgresql:"].includes(new URL(text).protocol)) {
    throw new SettingError(`${name} must look like postgres://user:password@host:port/database.`);
  }
  return text;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Reads LOG_LEVEL; `info` when it is not set. */
export function readLogLevel(env: Environment): LogLevel {
  const text = readSetting(env, "LOG_LEVEL") ?? "info";
  const level = logLevels.find((known) => known === text);
  if (level === undefined) {
    throw new SettingError(`LOG_LEVEL must be one of ${logLevels.join(", ")}, not "${text}".`);
  }
  return level;
}

/** The folder of all data: `DATA_DIR`, or `.data` in the current folder. */
export function dataDirectory(env: Environment): string {
  return resolve(readSetting(env, "DATA_DIR") ?? ".data");
}

/** The folder of the file store: `FILES_DIR`, or `files` in the folder of all data. */
export function filesDirectory(env: Environment): string {
  return resolve(readSetting(env, "FILES_DIR") ?? join(dataDirectory(env), "files"));
}

/** The real Freepik API. */
export const freepikApi = "https://api.freepik.com";

/** Everything the worker needs to know before it starts. */
export interface WorkerSettings {
  /** Connection URL of the login `vp_worker`. */
  readonly databaseUrl: string;
  /** Port of the worker's HTTP server (files, health). */
  readonly port: number;
  /** Address that it listens on: loopback, unless a proxy or a container needs more. */
  readonly host: string;
  /** Public base URL of that server, as clients reach it. */
  readonly publicUrl: string;
  /** Folder of the file store. */
  readonly filesDir: string;
  readonly freepikUrl: string;
  readonly freepikApiKey: string;
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  readonly logLevel: LogLevel;
}

/** Reads the worker's settings from the environment. Throws a {@link SettingError} for the first that is wrong. */
export function workerSettings(env: Environment = process.env): WorkerSettings {
  const port = readPort(env, "WORKER_PORT") ?? 3001;
  const databaseUrl = readDatabaseUrl(env);
  if (databaseUrl === undefined) {
    throw new SettingError(
      "DATABASE_URL is not set (nor DATABASE_URL_FILE): the worker connects there as vp_worker.",
    );
  }
  return {
    databaseUrl,
    port,
    host: readSetting(env, "WORKER_HOST") ?? "127.0.0.1",
    publicUrl: readBaseUrl(env, "WORKER_URL") ?? `http://127.0.0.1:${port}`,
    filesDir: filesDirectory(env),
    freepikUrl: readBaseUrl(env, "FREEPIK_URL") ?? freepikApi,
    freepikApiKey: requireSetting(env, "FREEPIK_API_KEY", "the worker calls Freepik with it."),
    concurrency: readInteger(env, "WORKER_CONCURRENCY", { min: 1, max: 64 }) ?? 4,
    logLevel: readLogLevel(env),
  };
}
