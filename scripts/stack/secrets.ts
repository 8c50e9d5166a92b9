import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, readSetting } from "../../worker/config.ts";

/** Everything secret that the stack needs. Generated on the first start; a setting from the environment wins. */
export interface Secrets {
  readonly superuserPassword: string;
  readonly deployerPassword: string;
  readonly authenticatorPassword: string;
  readonly workerPassword: string;
  /** Signs and verifies access tokens (HS256). */
  readonly jwtSecret: string;
  /** Freepik signs webhooks with it. Generated for the simulator only. */
  readonly webhookSecret: string | undefined;
  /** What the simulator takes in place of a Freepik key. */
  readonly simulatorApiKey: string;
}

/** Reads a secret's file, or makes one that appears whole or not at all. */
function keptSecret(folder: string, name: string): string {
  const file = join(folder, name);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(36).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file); // fails where the file exists, and so never replaces a secret in use
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  const value = readFileSync(file, "utf8").trim();
  if (value === "")
    throw new Error(`${file} is empty. Put the secret back, or delete the file to get a new one.`);
  chmodSync(file, 0o600);
  return value;
}

/** Reads the secrets of a data folder, generating those that are missing. */
export function loadSecrets(dataDir: string, env: Environment): Secrets {
  const folder = join(dataDir, "secrets");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const jwtSecret = readSetting(env, "JWT_SECRET") ?? keptSecret(folder, "jwt_secret");
  if (Buffer.byteLength(jwtSecret) < 32) throw new Error("JWT_SECRET must have at least 32 bytes.");
  return {
    superuserPassword: keptSecret(folder, "superuser_password"),
    deployerPassword: keptSecret(folder, "deployer_password"),
    authenticatorPassword:
      readSetting(env, "AUTHENTICATOR_PASSWORD") ?? keptSecret(folder, "authenticator_password"),
    workerPassword: readSetting(env, "WORKER_PASSWORD") ?? keptSecret(folder, "worker_password"),
    jwtSecret,
    webhookSecret:
      readSetting(env, "FREEPIK_WEBHOOK_SECRET") ??
      (readSetting(env, "FREEPIK_API_KEY") === undefined
        ? keptSecret(folder, "simulator_webhook_secret")
        : undefined),
    simulatorApiKey: keptSecret(folder, "simulator_api_key"),
  };
}
