import type { ServerResponse } from "node:http";
import { send, sendHtml } from "./http.ts";
import { hugePng, type Scenario, strikes } from "./scenarios.ts";
import type { Simulator } from "./server.ts";
import { sendSlowly } from "./slow.ts";

/** Sends a file, with the trouble that a scenario has for it. */
export async function sendFile(
  simulator: Simulator,
  response: ServerResponse,
  scenario: Scenario | null,
  make: () => Promise<{ data: Buffer; mime: string }>,
): Promise<void> {
  const strike = (name: Scenario["name"]) => strikes(scenario, name, "download");
  if (strike("asset-html")) return sendHtml(response, 200, "We will be right back");
  if (strike("asset-huge")) return send(response, 200, hugePng(), { "content-type": "image/png" });

  const { data, mime } = await make();
  const half = data.subarray(0, Math.floor(data.length / 2));
  const headers = { "content-type": mime, "cache-control": "private" };
  if (strike("asset-truncated")) return send(response, 200, half, headers);
  if (strike("asset-cut")) {
    response.writeHead(200, { ...headers, "content-length": data.length });
    response.write(half, () => response.destroy());
    return;
  }
  if (strike("asset-slow")) return sendSlowly(response, data, headers, simulator.slowMs, simulator.stopping);
  send(response, 200, data, headers);
}
