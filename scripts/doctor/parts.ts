import type { Finding } from "./finding.ts";
import type { System } from "./system.ts";

/** A part that hangs is as good as none. */
const patienceMs = 5_000;

/** Asks the parts that answer over HTTP whether they do, as far as it is known where they are. */
export async function checkParts({ apiUrl, workerUrl }: System): Promise<Finding[]> {
  const findings = await Promise.all([
    // Its own description: PostgREST has read the database's schema.
    check(
      "api",
      apiUrl,
      "/",
      "See PostgREST's log. If it came up before the deploy: select pg_notify('pgrst', 'reload schema');",
    ),
    check("worker", workerUrl, "/health", "See the worker's log: health is its queue and its database."),
  ]);
  return findings.filter((finding) => finding !== undefined);
}

async function check(
  part: string,
  url: string | undefined,
  path: string,
  remedy: string,
): Promise<Finding | undefined> {
  if (url === undefined) return undefined;
  const trouble = await ask(`${url}${path}`);
  if (trouble === undefined) return undefined;
  return {
    severity: "error",
    check_key: `${part}.not_answering`,
    organization_id: null,
    subject: part,
    subject_id: url,
    since: null,
    age: null,
    problem: `${url}${path} ${trouble}`,
    remedy,
  };
}

/** What is wrong with the answer, as the rest of a sentence. */
async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    const body = await response.text();
    return response.ok ? undefined : `answers ${response.status}: ${body.slice(0, 200)}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return `does not answer: ${cause instanceof Error && cause.message !== "" ? cause.message : message}.`;
  }
}
