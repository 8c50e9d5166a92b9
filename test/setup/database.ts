import { randomBytes } from "node:crypto";
import { otherUrl, withClient } from "../../scripts/stack/database.ts";
import type { Secrets } from "../../scripts/stack/secrets.ts";
import { cloneDatabase, dropDatabase } from "../../scripts/testing/databases.ts";

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: this test needs the server that \`npm test\` starts.`);
  return value;
}

/** A database of a test's own, with everything deployed. */
export interface TestDatabase {
  readonly name: string;
  /** A superuser's URL. */
  readonly url: string;
  /** URL of the login that owns the database and deploys. */
  readonly deployUrl: string;
  readonly workerUrl: string;
  readonly authenticatorUrl: string;
  readonly secrets: Secrets;
  /** Drops it, with the connections to it. */
  drop(): Promise<void>;
}

/** Clones the deployed template into a database of the caller's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = setting("TEST_DATABASE_URL");
  const secrets = JSON.parse(setting("TEST_SECRETS")) as Secrets;
  const name = `vp_test_${randomBytes(6).toString("hex")}`;
  await cloneDatabase(server, setting("TEST_TEMPLATE"), name);
  const url = otherUrl(server, { database: name });
  const login = (user: string, password: string) => otherUrl(url, { user, password });
  return {
    name,
    url,
    deployUrl: login("vp_deployer", secrets.deployerPassword),
    workerUrl: login("vp_worker", secrets.workerPassword),
    authenticatorUrl: login("vp_authenticator", secrets.authenticatorPassword),
    secrets,
    drop: () => withClient(server, (client) => dropDatabase(client, name)),
  };
}
