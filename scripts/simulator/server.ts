import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { answerContent } from "./ai/content.ts";
import { replyOf } from "./ai/replies.ts";
import { type Results, resultsOf } from "./ai/results.ts";
import { openTasks, type Tasks } from "./ai/tasks.ts";
import { startWebhooks, type WebhookOptions, type Webhooks } from "./ai/webhooks.ts";
import { answerApi } from "./api.ts";
import { answerAsset } from "./assets.ts";
import { type Catalogue, syntheticCatalogue } from "./catalogue.ts";
import { ApiError, refuse, sendJson } from "./http.ts";
import { type Icons, iconCatalogue } from "./icon-catalogue.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { type LimitPlan, type Limits, startLimits } from "./limits.ts";
import { photoCatalogue } from "./photos.ts";
import { type Pictures, picturesOf } from "./pictures.ts";
import type { Shapes } from "./query.ts";
import { type Random, randomFrom } from "./random.ts";
import { parseScenario, type Scenario, startTrouble, type Trouble } from "./scenarios.ts";
import { type Signer, signerOf } from "./signing.ts";

/** The headers of the service's two names. */
export const keyHeaders = ["x-freepik-api-key", "x-magnific-api-key"] as const;
export type KeyHeader = (typeof keyHeaders)[number];

/** How a simulator behaves. Everything has a default. */
export type SimulatorOptions = {
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  /** Base of the addresses of files; by default the request's own host. */
  publicUrl?: string | null;
  /** Accepted keys; by default every key that begins with `sim-`. */
  apiKeys?: readonly string[] | null;
  /** The only header that a key is taken from: by default that of either name of the service. */
  header?: KeyHeader | null;
  seed?: string;
  /** How many synthetic resources there are. */
  resources?: number;
  /** Mean time before an answer. */
  latencyMs?: number;
  /** How late the second half of a slow answer comes. */
  slowMs?: number;
  /** How long after its connection was cut a call is accepted that is accepted late, or what that of a path waits for. */
  late?: number | ((path: string) => Promise<unknown>);
  /** A scenario for every call that brings none of its own. */
  scenario?: string | null;
  limits?: LimitPlan;
  /** Calls a minute and key; none unless set. */
  keyPerMinute?: number | null;
  /** Whether refusals of limits carry Retry-After. */
  limitHeaders?: boolean;
  shapes?: Shapes;
  /** Folder of real photographs that replace the synthetic catalogue. */
  photos?: string | null;
  ledgerFile?: string | null;
  /** File that keeps tasks over restarts (JSON lines). */
  tasksFile?: string | null;
  /** Mean time from the POST of a task to its end. */
  taskMs?: number;
  webhooks?: Partial<WebhookOptions>;
  /** Lifetime of the addresses of downloads and of generated pictures. */
  assetSeconds?: number;
  clock?: () => Date;
};

/** What every part of a running simulator shares. */
export type Simulator = {
  catalogue: Catalogue;
  icons: Icons;
  pictures: Pictures;
  ledger: Ledger;
  limits: Limits;
  signer: Signer;
  trouble: Trouble;
  tasks: Tasks;
  results: Results;
  webhooks: Webhooks;
  scenario: Scenario | null;
  apiKeys: readonly string[] | null;
  /** Headers that a key is taken from. */
  headers: readonly KeyHeader[];
  publicUrl: string | null;
  shapes: Shapes;
  slowMs: number;
  /** Resolves when a call of a path that is accepted late arrives. */
  late: (path: string) => Promise<unknown>;
  assetSeconds: number;
  clock: () => Date;
  /** Aborts whatever waits when the simulator stops. */
  stopping: AbortSignal;
};

/** The secret that webhooks are signed with unless another is set. */
export const defaultWebhookSecret = "simulator-webhook-secret";

/** A simulator that listens. */
export type RunningSimulator = { url: string; port: number; close(): Promise<void> };

/** Starts a simulator and resolves once it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const clock = options.clock ?? (() => new Date());
  const seed = options.seed ?? "visual-pipeline";
  const stopping = new AbortController();
  const shapes = options.shapes ?? "live";
  const late = options.late ?? 120_000;
  const tasks = openTasks({
    seed,
    shapes,
    taskMs: options.taskMs ?? 5 * (options.latencyMs ?? 0),
    file: options.tasksFile ?? null,
  });
  const simulator: Simulator = {
    catalogue: options.photos
      ? await photoCatalogue(options.photos, seed, clock())
      : syntheticCatalogue(seed, options.resources ?? 4_000, clock()),
    icons: iconCatalogue(seed, clock()),
    pictures: picturesOf(seed),
    ledger: openLedger(options.ledgerFile ?? null),
    limits: startLimits({
      plan: options.limits ?? "premium",
      keyPerMinute: options.keyPerMinute ?? null,
      headers: options.limitHeaders ?? false,
    }),
    signer: signerOf(seed),
    trouble: startTrouble(),
    scenario: options.scenario ? parseScenario(options.scenario) : null,
    apiKeys: options.apiKeys ?? null,
    headers: options.header ? [options.header] : keyHeaders,
    publicUrl: options.publicUrl ?? null,
    shapes,
    tasks,
    results: resultsOf(seed),
    webhooks: startWebhooks({
      secrets: [defaultWebhookSecret],
      encoding: "utf8",
      retryMs: 1_000,
      ...options.webhooks,
      clock,
      signal: stopping.signal,
      payloadOf: (task, status) => replyOf(simulator, task, status),
    }),
    slowMs: options.slowMs ?? 20_000,
    late: typeof late === "number" ? () => delay(late, undefined, { signal: stopping.signal }) : late,
    assetSeconds: options.assetSeconds ?? 3_600,
    clock,
    stopping: stopping.signal,
  };
  const health = {
    status: "ok",
    seed,
    resources: simulator.catalogue.list.length,
    scenario: options.scenario ?? null,
    started_at: clock().toISOString(),
  };
  const random = randomFrom(`${seed}/latency`);

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const baseUrl = simulator.publicUrl ?? `http://${request.headers.host}`;
    const url = new URL(request.url ?? "/", "http://simulator");
    const methods = url.pathname.startsWith("/v1/ai/") ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"];
    if (!methods.includes(request.method ?? "")) {
      throw refuse(405, "Method Not Allowed", { allow: methods.join(", ") });
    }
    if (url.pathname === "/_simulator/health") return sendJson(response, 200, health);
    if (url.pathname === "/_simulator/ledger") return sendJson(response, 200, simulator.ledger.entries());
    if (url.pathname === "/_simulator/webhooks") {
      return sendJson(response, 200, simulator.webhooks.deliveries());
    }
    await pause(options.latencyMs ?? 0, random, stopping.signal);
    if (url.pathname.startsWith("/cdn/")) return answerAsset(simulator, url, response);
    if (url.pathname.startsWith("/content/")) return answerContent(simulator, url, response);
    return answerApi(simulator, request, url, baseUrl, response);
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const begun = clock();
  for (const task of tasks.unfinished(begun)) simulator.webhooks.follow(task, begun);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve, reject) => {
        stopping.abort();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function pause(latencyMs: number, random: Random, signal: AbortSignal): Promise<void> {
  if (latencyMs > 0) await delay(latencyMs * random.between(0.5, 1.5), undefined, { signal });
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || (error instanceof Error && error.name === "AbortError")) return;
  if (error instanceof ApiError) {
    sendJson(response, error.status, error.body, error.headers);
    return;
  }
  // Whatever is no refusal is a fault of the simulator itself: seen on stderr, and by the client as a 500.
  console.error(error);
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { message: "Internal Server Error" });
}
