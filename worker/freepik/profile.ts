import { type Environment, readSetting, SettingError, type WorkerSettings } from "../config.ts";
import { Freepik } from "./client.ts";

/** The header that the API key goes into: the service's name changed in May 2026, its paths did not. */
const headerByHost: Record<string, string> = { "api.magnific.com": "x-magnific-api-key" };
const defaultHeader = "x-freepik-api-key";

/** The header of the API key for a base URL; the setting FREEPIK_AUTH_HEADER overrides it. */
export function authHeader(baseUrl: string, env: Environment = process.env): string {
  const name = readSetting(env, "FREEPIK_AUTH_HEADER")?.toLowerCase();
  if (name === undefined) return headerByHost[new URL(baseUrl).hostname] ?? defaultHeader;
  if (!/^x-[a-z0-9-]+$/.test(name)) {
    throw new SettingError(`FREEPIK_AUTH_HEADER must be a header such as ${defaultHeader}, not "${name}".`);
  }
  return name;
}

/** A client with the worker's settings, under the platform's key or an organisation's own. */
export function makeFreepik({ freepikUrl, freepikApiKey }: WorkerSettings, apiKey = freepikApiKey): Freepik {
  return new Freepik({ baseUrl: freepikUrl, apiKey, authHeader: authHeader(freepikUrl) });
}
