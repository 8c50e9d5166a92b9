import { BodyError, readBody } from "./body.ts";
import { describeFailure, wasNotSent } from "./failures.ts";
import {
  downloadPath,
  isWebUrl,
  readDownload,
  readSearch,
  type StockDownload,
  type StockSearch,
  searchPath,
  UnusableAnswer,
} from "./stock.ts";

export interface FreepikOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The header that the key goes into. */
  readonly authHeader: string;
  /** How long an API call may take, its body included. */
  readonly callTimeoutMs?: number;
  /** How long a file may take. */
  readonly fileTimeoutMs?: number;
}

/** A call, as `content.next_source_step()` gives it. */
export type FreepikCall =
  | { readonly operation: "stock_search"; readonly request: StockSearch }
  | { readonly operation: "stock_download"; readonly request: StockDownload };

/** How a call ended. Booking it is SQL's. */
export type CallOutcome =
  | { readonly outcome: "succeeded"; readonly status: number; readonly response: object }
  /** Refused (status), or certainly never sent (null). */
  | {
      readonly outcome: "failed";
      readonly status: number | null;
      readonly error: string;
      /** How long the service asks to be left alone. */
      readonly retryAfterMs?: number;
    }
  /** Sent, but what came back, if anything, is not the answer: it may have been billed. */
  | { readonly outcome: "lost"; readonly status: number | null; readonly error: string };

/** How fetching a file ended. */
export type FetchOutcome =
  | { readonly outcome: "fetched"; readonly data: Buffer }
  | { readonly outcome: "failed"; readonly status: number | null; readonly error: string };

const maxAnswerBytes = 5_000_000;
const maxRedirects = 3;

/** A client of the Freepik (now Magnific) API. It tells how each call ended and decides nothing. */
export class Freepik {
  readonly #options: FreepikOptions;

  constructor(options: FreepikOptions) {
    this.#options = options;
  }

  /**
   * Makes one call. The attempt's id travels in a header, so that both sides' ledgers can be compared.
   * @throws only what is a fault of ours
   */
  async call(call: FreepikCall, attemptId: string, signal: AbortSignal): Promise<CallOutcome> {
    if (signal.aborted)
      return { outcome: "failed", status: null, error: "Freepik was not called: the worker stops." };
    const { baseUrl, apiKey, authHeader, callTimeoutMs = 60_000 } = this.#options;
    const path = call.operation === "stock_search" ? searchPath(call.request) : downloadPath(call.request);
    let response: Response;
    try {
      response = await fetch(baseUrl + path, {
        headers: {
          accept: "application/json",
          "accept-language": "en-US",
          [authHeader]: apiKey,
          "x-client-attempt-id": attemptId,
        },
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]),
      });
    } catch (error) {
      const text = `Freepik did not answer: ${describeFailure(error)}.`;
      return { outcome: wasNotSent(error) ? "failed" : "lost", status: null, error: text };
    }
    return response.ok ? readAnswer(call, response) : readRefusal(response);
  }

  /**
   * Fetches a file that was paid for, without the API key.
   * @throws what the signal aborts with
   */
  async fetchFile(url: string, maxBytes: number, signal: AbortSignal): Promise<FetchOutcome> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#options.fileTimeoutMs ?? 120_000)]);
    const secure = this.#options.baseUrl.startsWith("https:");
    let status: number | null = null;
    try {
      let address = url;
      for (let hop = 0; hop <= maxRedirects; hop++) {
        if (!isWebUrl(address) || (secure && !address.startsWith("https:"))) {
          return { outcome: "failed", status, error: "The file's address is not one of the web." };
        }
        const response = await fetch(address, { redirect: "manual", signal: limit });
        status = response.status;
        const location = response.headers.get("location");
        if (status >= 300 && status < 400 && location !== null) {
          await response.body?.cancel();
          address = new URL(location, address).href;
          continue;
        }
        if (response.ok) return { outcome: "fetched", data: await readBody(response, maxBytes) };
        await response.body?.cancel();
        const expired = [401, 403, 404, 410].includes(status) ? " Its address has expired." : "";
        return { outcome: "failed", status, error: `The file was refused with ${status}.${expired}` };
      }
      return { outcome: "failed", status, error: "The file's address leads in circles." };
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof BodyError ? error.message : describeFailure(error);
      return { outcome: "failed", status: null, error: `The file did not come: ${reason}.` };
    }
  }
}

async function readAnswer(call: FreepikCall, response: Response): Promise<CallOutcome> {
  const { status } = response;
  const lost = (why: string): CallOutcome => ({
    outcome: "lost",
    status,
    error: `Freepik answered ${status}, but ${why}.`,
  });
  let body: string;
  try {
    body = (await readBody(response, maxAnswerBytes)).toString("utf8");
  } catch (error) {
    return lost(error instanceof BodyError ? error.message : describeFailure(error));
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return lost(/^\s*</.test(body) ? "with a page of HTML" : "not with JSON");
  }
  try {
    return {
      outcome: "succeeded",
      status,
      response: call.operation === "stock_search" ? readSearch(json) : readDownload(json),
    };
  } catch (error) {
    if (error instanceof UnusableAnswer) return lost(error.message);
    throw error;
  }
}

async function readRefusal(response: Response): Promise<CallOutcome> {
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
  let message: string | null;
  try {
    message = readMessage((await readBody(response, maxAnswerBytes)).toString("utf8"));
  } catch (error) {
    message = error instanceof BodyError ? error.message : describeFailure(error);
  }
  return {
    outcome: "failed",
    status,
    error: `Freepik answered ${status}${message === null ? "" : `: ${message}`}`,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
}

/** The reason in an error's body: `message`, or that of a problem with its parameters; null for a page or nothing. */
function readMessage(body: string): string | null {
  let json: {
    message?: unknown;
    problem?: { message?: unknown; invalid_params?: unknown };
    invalid_params?: unknown;
  };
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const problem = json?.problem ?? json;
  if (typeof problem?.message !== "string") return null;
  const parameters = Array.isArray(problem.invalid_params)
    ? problem.invalid_params.map(({ name, reason }) => ` ${name} ${reason}.`).join("")
    : "";
  return (problem.message + parameters).slice(0, 500);
}

/** Seconds or a date, as milliseconds from now; null where there is none or it says nothing. */
function readRetryAfter(value: string | null): number | null {
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
