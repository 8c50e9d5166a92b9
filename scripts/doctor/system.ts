import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataDirectory, type Environment, readBaseUrl, readDatabaseUrl } from "../../worker/config.ts";
import type { StackState } from "../stack/stack.ts";
import { CannotLookError } from "./diagnose.ts";

/** Where the parts of the system are, as far as is known. */
export interface System {
  readonly databaseUrl: string;
  readonly apiUrl: string | undefined;
  readonly workerUrl: string | undefined;
}

/** The system of DATABASE_URL with API_URL and WORKER_URL; without the first, the stack that runs on the data folder. */
export function findSystem(env: Environment): System {
  const databaseUrl = readDatabaseUrl(env);
  const apiUrl = readBaseUrl(env, "API_URL");
  const workerUrl = readBaseUrl(env, "WORKER_URL");
  if (databaseUrl !== undefined) return { databaseUrl, apiUrl, workerUrl };

  const file = join(dataDirectory(env), "stack.json");
  if (!existsSync(file)) {
    throw new CannotLookError(
      `There is nothing to look at: no stack runs on ${dataDirectory(env)} (it has no stack.json), and DATABASE_URL is not set.\n` +
        "npm start brings the default stack up; DATA_DIR names another one's folder.",
    );
  }
  const state = readState(file);
  return {
    databaseUrl: state.database_url,
    apiUrl: apiUrl ?? state.api_url,
    workerUrl: workerUrl ?? state.worker_url,
  };
}

function readState(file: string): StackState {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StackState;
  } catch (error) {
    throw new CannotLookError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
