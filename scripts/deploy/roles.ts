import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg, { type Client } from "pg";
import { DeployError, describeError, sqlState } from "./errors.ts";

/** Roles belong to the whole cluster: deploys of other databases may be changing the same rows right now. */
const maximumAttempts = 20;

function isRoleConflict(error: unknown): boolean {
  const state = sqlState(error);
  if (state === "XX000") return /tuple concurrently (updated|deleted)/.test((error as Error).message);
  // Unique violation, duplicate object, serialization failure, deadlock.
  return state !== undefined && ["23505", "42710", "40001", "40P01"].includes(state);
}

async function retryConflicts(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isRoleConflict(error) || attempt === maximumAttempts) throw error;
      await sleep(20 + Math.random() * 50 * attempt);
    }
  }
}

/**
 * The SCRAM-SHA-256 verifier that PostgreSQL stores for a password (RFC 5803), so that the password itself never
 * reaches the server's log.
 */
export function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  const serverKey = key("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

/** Runs `db/roles.sql`, then sets the passwords that were given. */
export async function deployRoles(
  client: Client,
  root: string,
  passwords: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const sql = await readFile(join(root, "db/roles.sql"), "utf8");
  try {
    await retryConflicts(() => client.query(sql));
    for (const [role, password] of Object.entries(passwords)) {
      if (password === undefined) continue;
      const statement = `alter role ${pg.escapeIdentifier(role)} password ${pg.escapeLiteral(scramVerifier(password))}`;
      await retryConflicts(() => client.query(statement));
    }
  } catch (error) {
    if (sqlState(error) !== "42501") throw error;
    const { rows } = await client.query<{ login: string }>("select current_user as login");
    throw new DeployError(
      `db/roles.sql: ${describeError(error)}\n` +
        `The deploy's login ${rows[0]?.login} must own the database and have CREATEROLE. Roles that another login ` +
        `made must be granted to it, by that one: grant vp_owner, vp_definer, … to ${rows[0]?.login} with admin option.`,
    );
  }
}
