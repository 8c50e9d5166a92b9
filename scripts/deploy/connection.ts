import pg from "pg";
import { DeployError, describeError } from "./errors.ts";
import type { OwnerRole } from "./layers.ts";

/** The same connection URL, for sessions that start as `role`: every tool that takes a URL can then run as it. */
export function urlAsRole(databaseUrl: string, role: OwnerRole): string {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get("options");
  url.searchParams.set("options", `${options ? `${options} ` : ""}-c role=${role}`);
  // Not every client reads a plus sign as a space.
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}

/** Opens a session of the deploy. Warnings of the server go to `onWarning`. */
export async function connect(databaseUrl: string, onWarning: (message: string) => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "visual-pipeline deploy" });
  client.on("notice", (notice) => {
    if (notice.severity === "WARNING") {
      onWarning([notice.message, notice.hint].filter(Boolean).join(" "));
    }
  });
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new DeployError(
      `Cannot connect to the database ${pathname.slice(1)} at ${host}: ${describeError(error)}`,
    );
  }
  return client;
}

/** Runs `work` as another role of the same session. */
export async function asRole<T>(client: pg.Client, role: OwnerRole, work: () => Promise<T>): Promise<T> {
  await client.query(`set role ${pg.escapeIdentifier(role)}`);
  try {
    return await work();
  } finally {
    await client.query("reset role");
  }
}
