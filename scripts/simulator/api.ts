import type { IncomingMessage, ServerResponse } from "node:http";
import { aiCall } from "./ai/calls.ts";
import type { Call, Caller } from "./call.ts";
import { refuse, sendHtml, sendJson } from "./http.ts";
import { iconsCall } from "./icons.ts";
import { quotaUsedUp } from "./limits.ts";
import { parseScenario, type Scenario, strikes } from "./scenarios.ts";
import type { Simulator } from "./server.ts";
import { sendSlowly } from "./slow.ts";
import { stockCall } from "./stock.ts";

/** What "429-retry-after" makes a client wait. */
const retryAfterMs = 2_000;

/** Answers a call of the API. */
export async function answerApi(
  simulator: Simulator,
  request: IncomingMessage,
  url: URL,
  baseUrl: string,
  response: ServerResponse,
): Promise<void> {
  let now = simulator.clock();
  simulator.limits.admit(request.socket.remoteAddress ?? "", now);
  const caller = authenticate(simulator, request);
  simulator.limits.admitKey(caller.key, now);
  const call = await understand(simulator, request, url, caller);
  const strike = (name: Scenario["name"]) => strikes(call.scenario, name, call.stage);
  const identity = `${call.scenario?.name} ${caller.key} ${call.identity}`;

  if (strike("html-502")) return sendHtml(response, 502, "502 Bad Gateway");
  if (strike("500")) throw refuse(500, "Internal Server Error");
  if (strike("503")) throw unavailable();
  if (strike("503-then-ok") && simulator.trouble.everyOther(identity)) throw unavailable();
  if (strike("402")) throw refuse(402, "You have run out of credits");
  if (strike("daily-quota")) throw quotaUsedUp();
  if (strike("429") && simulator.trouble.everyOther(identity)) throw refuse(429, "Too many requests");
  if (strike("429-retry-after")) {
    const left = simulator.trouble.waitLeft(identity, retryAfterMs, now);
    if (left > 0) throw refuse(429, "Too many requests", { "retry-after": String(Math.ceil(left / 1000)) });
  }
  if (strike("cut-before") && simulator.trouble.everyOther(identity)) {
    request.socket.destroy();
    return;
  }
  const isLate = strike("accepted-late") && simulator.trouble.everyOther(identity);
  if (isLate) {
    request.socket.destroy();
    await simulator.late(url.pathname);
    now = simulator.clock();
  }

  const { language, tag } = languageOf(request);
  const release = simulator.limits.take(caller.key, call.quotas, now);
  const { body, charge, afterwards } = await Promise.resolve(
    call.answer({ baseUrl, language, shapes: simulator.shapes, now }),
  ).catch((error: unknown) => {
    release();
    throw error;
  });
  if (charge !== null) {
    const attemptId = headerOf(request, "x-client-attempt-id") ?? call.attemptId;
    simulator.ledger.bill({ ...charge, attemptId, key: caller.key, time: now });
  }
  afterwards?.();
  if (isLate) return;

  if (strike("html")) return sendHtml(response, 200, "We will be right back");
  if (strike("cut-after-billing") && simulator.trouble.everyOther(identity)) {
    request.socket.destroy();
    return;
  }
  // The connection stays open until the client, or the end of the simulator, closes it.
  if (strike("no-answer") && simulator.trouble.everyOther(identity)) return;
  if (strike("slow-body")) {
    const text = Buffer.from(JSON.stringify(body));
    const headers = { "content-type": "application/json" };
    return sendSlowly(response, text, headers, simulator.slowMs, simulator.stopping);
  }
  sendJson(response, 200, body, { "content-language": tag });
}

function authenticate(simulator: Simulator, request: IncomingMessage): Caller {
  const key = simulator.headers.map((name) => headerOf(request, name)).find((value) => value !== null);
  if (key === undefined) throw refuse(401, "Missing API key");
  const plus = key.indexOf("+");
  const owner = plus === -1 ? key : key.slice(0, plus);
  const accepted = simulator.apiKeys ? simulator.apiKeys.includes(owner) : owner.startsWith("sim-");
  if (!accepted) throw refuse(401, "Invalid API key");
  return { key, owner, scenario: plus === -1 ? null : parseScenario(key.slice(plus + 1)) };
}

function understand(
  simulator: Simulator,
  request: IncomingMessage,
  url: URL,
  caller: Caller,
): Call | Promise<Call> {
  if (url.pathname.startsWith("/v1/ai/")) return aiCall(simulator, request, url, caller);
  const otherwise = caller.scenario ?? simulator.scenario;
  const [, version, collection, ...rest] = url.pathname.split("/");
  if (version === "v1" && collection === "resources") return stockCall(simulator, url, rest, otherwise);
  if (version === "v1" && collection === "icons") return iconsCall(simulator, url, rest, otherwise);
  throw refuse(404, "Not Found");
}

/** The first tag of Accept-Language, or the documented default where it is missing or not a tag. */
function languageOf(request: IncomingMessage): { language: string; tag: string } {
  const first = (headerOf(request, "accept-language") ?? "").split(/[,;]/)[0]?.trim() ?? "";
  const tag = /^[a-z]{2}(-[A-Za-z]{2})?$/.test(first) ? first : "en-US";
  return { language: tag.slice(0, 2), tag };
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function unavailable() {
  return refuse(503, "Service Unavailable. Please try again later.");
}
