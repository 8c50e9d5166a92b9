import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LedgerEntry } from "../../scripts/simulator/ledger.ts";
import { type RunningSimulator, startSimulator } from "../../scripts/simulator/server.ts";
import { SettingError } from "../../worker/config.ts";
import { Freepik } from "../../worker/freepik/client.ts";
import type { FreepikCall } from "../../worker/freepik/endpoints.ts";
import { authHeader } from "../../worker/freepik/profile.ts";
import type { StockSearch } from "../../worker/freepik/stock.ts";
import { inspectImage } from "../../worker/render/inspect.ts";

const never = new AbortController().signal;
const search = {
  operation: "stock_search",
  request: { term: "coffee", content_type: "photo", orientation: "square", limit: 5 },
} as const satisfies FreepikCall;
const attempt = "01890000-0000-7000-8000-000000000001";

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator({ resources: 400, slowMs: 1_000 });
});
afterAll(() => simulator?.close());

function client(scenario = "", options: { callTimeoutMs?: number; fileTimeoutMs?: number } = {}): Freepik {
  const apiKey = `sim-key${scenario === "" ? "" : `+${scenario}`}`;
  return new Freepik({ baseUrl: simulator.url, apiKey, authHeader: "x-freepik-api-key", ...options });
}

async function ledger(): Promise<LedgerEntry[]> {
  return (await (await fetch(`${simulator.url}/_simulator/ledger`)).json()) as LedgerEntry[];
}

/** A picture's id: the search may carry a scenario into the calls that follow. */
async function find(scenario = ""): Promise<string> {
  const term = `coffee${scenario === "" ? "" : ` sim:${scenario}`}`;
  const found = await client().call(
    { operation: "stock_search", request: { ...search.request, term } },
    attempt,
    never,
  );
  if (found.outcome !== "result") throw new Error(JSON.stringify(found));
  const { items } = found.response as { items: { id: string }[] };
  return items[0]?.id ?? "";
}

async function download(scenario = ""): Promise<string> {
  const call: FreepikCall = { operation: "stock_download", request: { resource_id: await find(scenario) } };
  const bought = await client().call(call, attempt, never);
  if (bought.outcome !== "result") throw new Error(JSON.stringify(bought));
  return (bought.response as { url: string }).url;
}

describe("a call", () => {
  test("finds photographs, in our own words", async () => {
    const found = await client().call(search, attempt, never);
    expect(found).toMatchObject({ outcome: "result", status: 200 });
    if (found.outcome !== "result") return;
    const { items, total } = found.response as { items: Record<string, unknown>[]; total: number };
    expect(items.length).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(items.length);
    for (const item of items) {
      expect(item).toEqual({
        id: expect.stringMatching(/^\d+$/),
        title: expect.any(String),
        content_type: "photo",
        orientation: "square",
        license: expect.stringMatching(/^(freemium|premium)$/),
        license_url: expect.stringMatching(/^https:/),
        page_url: expect.stringMatching(/^https:/),
        author: expect.any(String),
      });
    }
  });

  test("narrows a search to a licence", async () => {
    const found = await client().call(
      { operation: "stock_search", request: { ...search.request, license: "premium" } },
      attempt,
      never,
    );
    if (found.outcome !== "result") throw new Error(JSON.stringify(found));
    const { items } = found.response as { items: { license: string }[] };
    expect(new Set(items.map(({ license }) => license))).toEqual(new Set(["premium"]));
  });

  const found = async (more: Partial<StockSearch>) => {
    const request: StockSearch = { term: "coffee", limit: 100, ...more };
    const answer = await client().call({ operation: "stock_search", request }, attempt, never);
    if (answer.outcome !== "result") throw new Error(JSON.stringify([more, answer]));
    return answer.response as { total: number; items: { id: string; content_type: string }[] };
  };

  test("takes every filter there is, each of which leaves something out", async () => {
    const all = await found({ term: "" });
    const filters: Partial<StockSearch>[] = [
      { content_type: "psd" },
      { content_type: "vector" },
      { orientation: "panoramic" },
      { license: "freemium" },
      { people: "include" },
      { people: "exclude" },
      { people_number: "more_than_three" },
      { people_age: "young-adult" },
      { people_gender: "female" },
      { people_ethnicity: "south-asian" },
      { period: "last-month" },
      { color: "purple" },
      { author: 7 },
      { ai_generated: "only" },
      { vector_type: "svg" },
      { vector_style: "flat" },
      { psd_type: "psd" },
      { ids: [Number(all.items[0]?.id), Number(all.items[1]?.id)] },
      { slug: "no-such-slug" },
    ];
    for (const filter of filters) {
      const { total } = await found({ term: "", ...filter });
      expect(total, JSON.stringify(filter)).toBeLessThan(all.total);
    }
    expect(await found({ term: "", ids: [Number(all.items[3]?.id)] })).toMatchObject({
      total: 1,
      items: [{ id: all.items[3]?.id }],
    });
    const kinds = new Set((await found({ content_type: "vector" })).items.map((item) => item.content_type));
    expect(kinds).toEqual(new Set(["vector"]));
  });

  test("goes through the pages of what is found, by relevance or by age", async () => {
    const ids = async (more: Partial<StockSearch>) =>
      (await found({ limit: 5, ...more })).items.map(({ id }) => id);
    const [first, second, both] = [await ids({}), await ids({ page: 2 }), await ids({ limit: 10 })];
    expect([...first, ...second]).toEqual(both);
    expect(await ids({ order: "recent" })).not.toEqual(first);
    expect(await ids({ page: 100 })).toEqual([]);
  });

  test.each<[Partial<StockSearch>, string]>([
    [{ color: "mauve" }, "filters[color]"],
    [{ page: 101 }, "page"],
    [{ limit: 0 }, "limit"],
    [{ people_ethnicity: "A B" }, "filters[people][ethnicity]"],
  ])("whose search asks for %j is given up with its reason, and billed nothing", async (more, name) => {
    const before = (await ledger()).length;
    const request: StockSearch = { ...search.request, ...more };
    expect(await client().call({ operation: "stock_search", request }, attempt, never)).toMatchObject({
      outcome: "give_up",
      status: 400,
      error: expect.stringContaining(name),
    });
    expect((await ledger()).length).toBe(before);
  });

  test("carries its attempt's id to the other side's ledger", async () => {
    const mine = "01890000-0000-7000-8000-00000000cafe";
    await client().call(search, mine, never);
    expect((await ledger()).filter(({ attempt_id }) => attempt_id === mine)).toMatchObject([
      { endpoint: "GET /v1/resources" },
    ]);
  });

  test("buys a picture, whose file is fetched without the key", async () => {
    const fetched = await client().fetchFile(await download(), 50_000_000, never);
    if (fetched.outcome !== "fetched") throw new Error(fetched.error);
    expect(await inspectImage(fetched.data)).toMatchObject({ format: "jpeg" });
  });

  test.each([
    ["503", "retry", 503, "Freepik answered 503: Service Unavailable. Please try again later."],
    ["402", "give_up", 402, "Freepik answered 402: You have run out of credits"],
    ["daily-quota", "retry", 429, "Freepik answered 429: Daily limit reached. Please try again tomorrow."],
    ["html-502", "retry", 502, "Freepik answered 502"],
  ])("that is refused (%s) says why", async (scenario, outcome, status, error) => {
    expect(await client(scenario).call(search, attempt, never)).toEqual({ outcome, status, error });
  });

  test("that is throttled says how long to wait", async () => {
    const refused = await client("429-retry-after").call(search, attempt, never);
    expect(refused).toMatchObject({ outcome: "wait", status: 429, retryAfterMs: 2000 });
  });

  test.each([
    ["html", 200, "Freepik answered 200, but with a page of HTML."],
    ["cut-after-billing", null, "Freepik did not answer: the connection broke."],
  ])("whose answer is lost (%s) was billed all the same", async (scenario, status, error) => {
    const before = (await ledger()).length;
    expect(await client(scenario).call(search, attempt, never)).toEqual({ outcome: "lost", status, error });
    expect((await ledger()).length).toBe(before + 1);
  });

  test("that takes too long is lost", async () => {
    const slow = await client("slow-body", { callTimeoutMs: 200 }).call(search, attempt, never);
    expect(slow).toEqual({
      outcome: "lost",
      status: 200,
      error: "Freepik answered 200, but it took too long.",
    });
  });

  test("is waited for when its body is slow", async () => {
    expect(await client("slow-body").call(search, attempt, never)).toMatchObject({ outcome: "result" });
  });

  test("with a wrong key or for nothing that exists is refused", async () => {
    const wrong = new Freepik({ baseUrl: simulator.url, apiKey: "wrong", authHeader: "x-magnific-api-key" });
    expect(await wrong.call(search, attempt, never)).toMatchObject({
      status: 401,
      error: "Freepik answered 401: Invalid API key",
    });
    const gone: FreepikCall = { operation: "stock_download", request: { resource_id: "1" } };
    expect(await client().call(gone, attempt, never)).toMatchObject({ outcome: "give_up", status: 404 });
  });
});

describe("a file", () => {
  test("whose address has expired is refused", async () => {
    const fetched = await client().fetchFile(await download("asset-expired"), 50_000_000, never);
    expect(fetched).toEqual({
      outcome: "failed",
      status: 403,
      error: "The file was refused with 403. Its address has expired.",
    });
  });

  test("whose connection breaks can be fetched again", async () => {
    const fetched = await client().fetchFile(await download("asset-cut"), 50_000_000, never);
    expect(fetched).toEqual({
      outcome: "failed",
      status: null,
      error: "The file did not come: the connection broke.",
    });
  });

  test("that is too long is not read", async () => {
    const fetched = await client().fetchFile(await download(), 10_000, never);
    expect(fetched).toEqual({
      outcome: "failed",
      status: null,
      error: "The file did not come: it is longer than 10000 bytes.",
    });
  });

  test("stops with the worker", async () => {
    await expect(client().fetchFile(await download(), 50_000_000, AbortSignal.abort())).rejects.toThrow(
      /abort/i,
    );
  });
});

/** Peers that the simulator does not play. */
describe("a strange peer", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(listener: RequestListener): Promise<Freepik> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new Freepik({
      baseUrl: `http://127.0.0.1:${port}`,
      apiKey: "secret",
      authHeader: "x-freepik-api-key",
    });
  }
  function address(): string {
    if (server === undefined) throw new Error("There is no server.");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("that is not there was not called", async () => {
    const freepik = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect(await freepik.call(search, attempt, never)).toEqual({
      outcome: "retry",
      status: null,
      error: "Freepik did not answer: it could not be reached.",
    });
  });

  test("that does not answer before the worker stops has perhaps been paid; one that was not asked has not", async () => {
    const stopping = new AbortController();
    const freepik = await serve(() => stopping.abort());
    expect(await freepik.call(search, attempt, stopping.signal)).toEqual({
      outcome: "lost",
      status: null,
      error: "Freepik did not answer: the worker stopped.",
    });
    expect(await freepik.call(search, attempt, stopping.signal)).toMatchObject({
      outcome: "retry",
      status: null,
    });
  });

  test.each([
    [{ data: "none" }, "its answer has no list of pictures"],
    [null, "its answer has no list of pictures"],
  ])("whose search answers %j is not understood", async (body, why) => {
    const freepik = await serve((_request, response) => response.end(JSON.stringify(body)));
    expect(await freepik.call(search, attempt, never)).toEqual({
      outcome: "lost",
      status: 200,
      error: `Freepik answered 200, but ${why}.`,
    });
  });

  test.each([
    ["99999999999999999999999", 86_400_000],
    ["86401", 86_400_000],
    ["7", 7_000],
  ])("that asks for a pause of %s seconds is left alone for a day at most", async (seconds, retryAfterMs) => {
    const freepik = await serve((_request, response) =>
      response.writeHead(429, { "retry-after": seconds }).end(),
    );
    expect(await freepik.call(search, attempt, never)).toMatchObject({ outcome: "wait", retryAfterMs });
  });

  test("may say what the database cannot hold", async () => {
    const message = `\u0000${"x".repeat(498)}😀`;
    const data = { task_id: "t", status: "COMPLETED", generated: ["\u0000a \ud800 b"] };
    const bodies = [{ message }, { data }];
    const freepik = await serve((_request, response) =>
      response.writeHead(bodies.length === 2 ? 400 : 200).end(JSON.stringify(bodies.shift())),
    );
    expect(await freepik.call(search, attempt, never)).toEqual({
      outcome: "give_up",
      status: 400,
      error: `Freepik answered 400: ${"x".repeat(498)}😀`,
    });
    expect(await freepik.poll("improve_prompt", "t", never)).toMatchObject({
      task: { generated: ["a \ufffd b"] },
    });
  });

  test("whose gateway has a status of its own may be asked again", async () => {
    const freepik = await serve((_request, response) => response.writeHead(524).end());
    expect(await freepik.call(search, attempt, never)).toMatchObject({ outcome: "retry", status: 524 });
  });

  test("that tells of another task than was asked for is not believed", async () => {
    const data = { task_id: "another", status: "COMPLETED", generated: ["https://cdn.test/a"] };
    const freepik = await serve((_request, response) => response.end(JSON.stringify({ data })));
    expect(await freepik.poll("mystic", "mine", never)).toMatchObject({ outcome: "lost" });
    expect(await freepik.poll("mystic", "another", never)).toMatchObject({ outcome: "result" });
  });

  test("may number its tasks", async () => {
    const bodies = [
      { data: { task_id: 7, status: "CREATED" } },
      { data: [{ task_id: 7 }, { task_id: "8" }] },
    ];
    const freepik = await serve((_request, response) => response.end(JSON.stringify(bodies.shift())));
    const painting: FreepikCall = { operation: "mystic", request: { prompt: "a cup", ratio: 1 } };
    expect(await freepik.call(painting, attempt, never)).toMatchObject({ outcome: "accepted", taskId: "7" });
    expect(await freepik.list("mystic", never)).toEqual({ outcome: "result", taskIds: ["7", "8"] });
  });

  test.each([{ id: "t" }, { task_id: null }, { task_id: "" }, null])(
    "whose list has %j tells nothing: it may be the task that is looked for",
    async (item) => {
      const data = [{ task_id: "known" }, item];
      const freepik = await serve((_request, response) => response.end(JSON.stringify({ data })));
      expect(await freepik.list("mystic", never)).toMatchObject({ outcome: "lost" });
    },
  );

  test.each([
    [{ data: { url: "https://cdn.test/a" } }, "https://cdn.test/a"],
    [{ data: [{ url: "https://cdn.test/a", signed_url: "https://cdn.test/b" }] }, "https://cdn.test/b"],
  ])("may give a download as %j", async (body, url) => {
    const freepik = await serve((_request, response) => response.end(JSON.stringify(body)));
    const call: FreepikCall = { operation: "stock_download", request: { resource_id: "7" } };
    expect(await freepik.call(call, attempt, never)).toMatchObject({
      outcome: "result",
      response: { url },
    });
  });

  test.each(["file:///etc/passwd", "ftp://cdn.test/a", "", 7])("gives no address with %j", async (url) => {
    const freepik = await serve((_request, response) => response.end(JSON.stringify({ data: { url } })));
    const call: FreepikCall = { operation: "stock_download", request: { resource_id: "7" } };
    expect(await freepik.call(call, attempt, never)).toMatchObject({ outcome: "lost" });
  });

  test("that explains what is wrong with a request is quoted", async () => {
    const problem = {
      message: "It does not validate.",
      invalid_params: [{ name: "limit", reason: "is too high" }],
    };
    const bodies = [problem, { problem }];
    const freepik = await serve((_request, response) => {
      response
        .writeHead(400, { "content-type": "application/problem+json" })
        .end(JSON.stringify(bodies.shift()));
    });
    for (const _ of [1, 2]) {
      expect(await freepik.call(search, attempt, never)).toEqual({
        outcome: "give_up",
        status: 400,
        error: "Freepik answered 400: It does not validate. limit is too high.",
      });
    }
  });

  test("does not lead an API call elsewhere", async () => {
    const asked: string[] = [];
    const freepik = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await freepik.call(search, attempt, never)).toMatchObject({ outcome: "give_up", status: 302 });
    expect(asked).toHaveLength(1);
  });

  test("may redirect a file, but not out of the web, nor in circles; the key is not shown to it", async () => {
    const keys: unknown[] = [];
    const freepik = await serve((request, response) => {
      keys.push(request.headers["x-freepik-api-key"]);
      if (request.url === "/end") response.end("picture");
      else if (request.url === "/local") response.writeHead(302, { location: "file:///etc/passwd" }).end();
      else response.writeHead(302, { location: request.url === "/start" ? "/end" : "/loop" }).end();
    });
    const fetched = await freepik.fetchFile(`${address()}/start`, 100, never);
    expect(fetched).toMatchObject({ outcome: "fetched", data: Buffer.from("picture") });
    expect(await freepik.fetchFile(`${address()}/local`, 100, never)).toMatchObject({
      error: "The file's address is not one of the web.",
    });
    expect(await freepik.fetchFile(`${address()}/loop`, 100, never)).toMatchObject({
      error: "The file's address leads in circles.",
    });
    expect(new Set(keys)).toEqual(new Set([undefined]));
  });

  test("may not move a file of the real service to plain http", async () => {
    const real = new Freepik({
      baseUrl: "https://api.freepik.test",
      apiKey: "k",
      authHeader: "x-freepik-api-key",
    });
    expect(await real.fetchFile("http://cdn.test/a.jpg", 100, never)).toMatchObject({ outcome: "failed" });
  });

  test("may send more than an answer can be", async () => {
    const freepik = await serve((_request, response) => response.end(Buffer.alloc(5_000_001, " ")));
    expect(await freepik.call(search, attempt, never)).toEqual({
      outcome: "lost",
      status: 200,
      error: "Freepik answered 200, but it is longer than 5000000 bytes.",
    });
  });
});

test("the key's header follows the service's name, or a setting", () => {
  expect(authHeader("https://api.freepik.com", {})).toBe("x-freepik-api-key");
  expect(authHeader("http://127.0.0.1:4000", {})).toBe("x-freepik-api-key");
  expect(authHeader("https://api.magnific.com", {})).toBe("x-magnific-api-key");
  expect(authHeader("https://api.freepik.com", { FREEPIK_AUTH_HEADER: "X-Magnific-Api-Key" })).toBe(
    "x-magnific-api-key",
  );
  expect(() => authHeader("https://api.freepik.com", { FREEPIK_AUTH_HEADER: "authorization" })).toThrow(
    SettingError,
  );
});
