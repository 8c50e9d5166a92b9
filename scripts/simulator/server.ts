import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { answerApi } from "./api.ts";
import { answerAsset } from "./assets.ts";
import { type Catalogue, syntheticCatalogue } from "./catalogue.ts";
import { ApiError, refuse, sendJson } from "./http.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { type LimitPlan, type Limits, startLimits } from "./limits.ts";
import { photoCatalogue } from "./photos.ts";
import { type Pictures, picturesOf } from "./pictures.ts";
import type { Shapes } from "./query.ts";
import { type Random, randomFrom } from "./random.ts";
import { parseScenario, type Scenario, startTrouble, type Trouble } from "./scenarios.ts";
import { type Signer, signerOf } from "./signing.ts";

/** How a simulator behaves. Everything has a default. */
export type SimulatorOptions = {
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  /** Base of the addresses of files; by default the request's own host. */
  publicUrl?: string | null;
  /** Accepted keys; by default every key that begins with `sim-`. */
  apiKeys?: readonly string[] | null;
  seed?: string;
  /** How many synthetic resources there are. */
  resources?: number;
  /** Mean time before an answer. */
  latencyMs?: number;
  /** How late the second half of a slow answer comes. */
  slowMs?: number;
  /** A scenario for every call that brings none of its own. */
  scenario?: string | null;
  limits?: LimitPlan;
  shapes?: Shapes;
  /** Folder of real photographs that replace the synthetic catalogue. */
  photos?: string | null;
  ledgerFile?: string | null;
  /** Lifetime of the addresses that `/download` gives. */
  assetSeconds?: number;
  clock?: () => Date;
};

/** What every part of a running simulator shares. */
export type Simulator = {
  catalogue: Catalogue;
  pictures: Pictures;
  ledger: Ledger;
  limits: Limits;
  signer: Signer;
  trouble: Trouble;
  scenario: Scenario | null;
  apiKeys: readonly string[] | null;
  publicUrl: string | null;
  shapes: Shapes;
  slowMs: number;
  assetSeconds: number;
  clock: () => Date;
};

/** A simulator that listens. */
export type RunningSimulator = { url: string; port: number; close(): Promise<void> };

/** Starts a simulator and resolves once it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const clock = options.clock ?? (() => new Date());
  const seed = options.seed ?? "visual-pipeline";
  const simulator: Simulator = {
    catalogue: options.photos
      ? await photoCatalogue(options.photos, seed, clock())
      : syntheticCatalogue(seed, options.resources ?? 4_000, clock()),
    pictures: picturesOf(seed),
    ledger: openLedger(options.ledgerFile ?? null),
    limits: startLimits(options.limits ?? "premium"),
    signer: signerOf(seed),
    trouble: startTrouble(),
    scenario: options.scenario ? parseScenario(options.scenario) : null,
    apiKeys: options.apiKeys ?? null,
    publicUrl: options.publicUrl ?? null,
    shapes: options.shapes ?? "live",
    slowMs: options.slowMs ?? 20_000,
    assetSeconds: options.assetSeconds ?? 3_600,
    clock,
  };
  const health = {
    status: "ok",
    seed,
    resources: simulator.catalogue.list.length,
    scenario: options.scenario ?? null,
    started_at: clock().toISOString(),
  };
  const random = randomFrom(`${seed}/latency`);
  const stopping = new AbortController();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const baseUrl = simulator.publicUrl ?? `http://${request.headers.host}`;
    const url = new URL(request.url ?? "/", "http://simulator");
    if (request.method !== "GET" && request.method !== "HEAD") {
      throw refuse(405, "Method Not Allowed", { allow: "GET, HEAD" });
    }
    if (url.pathname === "/_simulator/health") return sendJson(response, 200, health);
    if (url.pathname === "/_simulator/ledger") return sendJson(response, 200, simulator.ledger.entries());
    await pause(options.latencyMs ?? 0, random, stopping.signal);
    if (url.pathname.startsWith("/cdn/")) return answerAsset(simulator, url, response, stopping.signal);
    return answerApi(simulator, request, url, baseUrl, response, stopping.signal);
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
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
