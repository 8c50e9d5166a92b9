import sharp from "sharp";
import { expect, onTestFinished } from "vitest";
import {
  type RunningSimulator,
  type SimulatorOptions,
  startSimulator,
} from "../../scripts/simulator/server.ts";

/** Starts a simulator for one test. Limits are off unless the test is about them. */
export async function start(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const simulator = await startSimulator({ resources: 600, limits: "off", slowMs: 60_000, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** Calls the API with a key. */
export function call(
  simulator: RunningSimulator,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${simulator.url}${path}`, { headers: { "x-freepik-api-key": "sim-test", ...headers } });
}

/** Calls the API and expects JSON with a status. */
// biome-ignore lint/suspicious/noExplicitAny: bodies are what the tests look into
export async function json(response: Response | Promise<Response>, status = 200): Promise<any> {
  const answer = await response;
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  return JSON.parse(text);
}

/** The query string of a search. */
export function search(params: Record<string, string | number>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) query.set(name, String(value));
  return `/v1/resources?${query}`;
}

/** The id of the first photograph that a search finds. */
export async function firstId(
  simulator: RunningSimulator,
  params: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<number> {
  const found = await json(
    call(simulator, search({ limit: 1, "filters[content_type][photo]": "1", ...params }), headers),
  );
  return found.data[0].id;
}

/** A clock that the test moves. */
export function movableClock(start = "2026-03-10T12:00:00Z") {
  let time = Date.parse(start);
  return {
    clock: () => new Date(time),
    forward: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

/** Posts a JSON body to an AI endpoint. */
export function post(
  simulator: RunningSimulator,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${simulator.url}/v1/ai/${path}`, {
    method: "POST",
    headers: { "x-freepik-api-key": "sim-test", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** Posts form fields to an AI endpoint. */
export function postForm(
  simulator: RunningSimulator,
  path: string,
  fields: Record<string, string>,
): Promise<Response> {
  return fetch(`${simulator.url}/v1/ai/${path}`, {
    method: "POST",
    headers: { "x-freepik-api-key": "sim-test" },
    body: new URLSearchParams(fields),
  });
}

/** Starts a task and gives what a GET says about it; with the default latency it is over at once. */
export async function finished(simulator: RunningSimulator, path: string, body: object) {
  const { data } = await json(post(simulator, path, body));
  return (await json(call(simulator, `/v1/ai/${path}/${data.task_id}`))).data;
}

/** A small picture in base64. */
export async function samplePicture(width = 80, height = 60, background = "#3366cc"): Promise<string> {
  const middle = { width: width / 2, height: height / 2, channels: 3, background: "#e0a020" } as const;
  const data = await sharp({ create: { width, height, channels: 3, background } })
    .composite([{ input: { create: middle }, gravity: "centre" }])
    .jpeg()
    .toBuffer();
  return data.toString("base64");
}

/** What the simulator has billed. */
export const ledgerOf = (simulator: RunningSimulator) => json(fetch(`${simulator.url}/_simulator/ledger`));

/** The bytes behind an address. */
export const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
