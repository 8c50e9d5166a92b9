import pg from "pg";
import { describeError } from "../deploy/errors.ts";
import type { Finding } from "./finding.ts";

/** The doctor could not look. Its message says why, and what would help. */
export class CannotLookError extends Error {
  override name = "CannotLookError";
}

/** A part that hangs is as good as none. */
const patienceMs = 10_000;

/** Asks the database what is wrong with it: all checks at one moment, read only. */
export async function diagnose(databaseUrl: string): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "visual-pipeline doctor",
    connectionTimeoutMillis: patienceMs,
  });
  // A connection that breaks between queries makes the next one fail; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new CannotLookError(
      `Cannot connect to the database ${pathname.slice(1)} at ${host}: ${describeError(error)}\n` +
        "Is it running? npm start brings the default stack up; else set DATABASE_URL to where it is.",
    );
  }
  try {
    await client.query("begin read only");
    await client.query("set local statement_timeout = '30s'");
    const { rows } = await client.query<Finding>(
      `select f.severity, f.check_key, f.organization_id, f.subject, f.subject_id,
         to_jsonb(f.since) #>> '{}' as since, core.describe_age(now() - f.since) as age, f.problem, f.remedy
       from analytics.diagnose() f`,
    );
    return rows;
  } catch (error) {
    throw new CannotLookError(
      `The database does not tell what is wrong: ${describeError(error)}\n${remedy(error)}`,
    );
  } finally {
    await client.end();
  }
}

function remedy(error: unknown): string {
  switch ((error as { code?: string }).code) {
    case "3F000": // no such schema
    case "42883": // no such function
      return "npm run deploy brings it to the state that has analytics.diagnose().";
    case "42501": // not granted
      return "Connect as a login that is a member of vp_monitor or vp_dba, or as the one that deploys.";
    default:
      return "See the log of the database.";
  }
}
