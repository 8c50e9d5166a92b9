import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** Sends the first half of a body at once and the rest after a while. */
export async function sendSlowly(
  response: ServerResponse,
  body: Buffer,
  headers: OutgoingHttpHeaders,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const half = Math.floor(body.length / 2);
  response.writeHead(200, { ...headers, "content-length": body.length });
  response.write(body.subarray(0, half));
  await delay(waitMs, undefined, { signal });
  response.end(body.subarray(half));
}
