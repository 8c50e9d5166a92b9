import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { RunningSimulator } from "../../scripts/simulator/server.ts";
import { call, firstId, json, movableClock, search, start } from "./helpers.ts";

const ledger = (simulator: RunningSimulator) => json(fetch(`${simulator.url}/_simulator/ledger`));
/** Asks for a download as the key's scenario has it. */
const download = async (simulator: RunningSimulator, scenario: string) => {
  const id = await firstId(simulator);
  const path = `/v1/resources/${id}/download?image_size=small`;
  return () => call(simulator, path, { "x-freepik-api-key": `sim-test+${scenario}` });
};

describe("how a scenario is chosen", () => {
  test("by the run, the key or a word of the term; the term may keep other words", async () => {
    const run = await start({ scenario: "503" });
    await json(call(run, "/v1/resources"), 503);
    const simulator = await start();
    await json(call(simulator, "/v1/resources", { "x-freepik-api-key": "sim-a+503" }), 503);
    await json(call(simulator, search({ term: "coffee sim:503" })), 503);
    const plain = await json(call(simulator, search({ term: "coffee" })));
    const marked = await json(call(simulator, search({ term: "coffee sim:download.503" })));
    expect(marked.meta).toEqual(plain.meta);
    // What the search found carries the scenario on.
    const id = marked.data[0].id;
    expect((await json(call(simulator, `/v1/resources/${id}`))).data.id).toBe(id);
    await json(call(simulator, `/v1/resources/${id}/download`), 503);
    await json(call(simulator, `/v1/resources/${plain.data[0].id}/download`));
  });

  test("an unknown one is named in the answer and stops a run", async () => {
    const simulator = await start();
    const body = await json(call(simulator, search({ term: "sim:flood" })), 400);
    expect(body.message).toContain("'flood'");
    await expect(start({ scenario: "flood" })).rejects.toThrow("'flood'");
  });
});

describe("refusals", () => {
  test.each([
    ["503", 503, "Service Unavailable. Please try again later."],
    ["402", 402, "You have run out of credits"],
    ["daily-quota", 429, "Daily limit reached. Please try again tomorrow."],
  ])("%s stays and is not billed", async (scenario, status, message) => {
    const simulator = await start();
    const ask = await download(simulator, scenario);
    for (let i = 0; i < 2; i++) expect(await json(ask(), status)).toEqual({ message });
    expect(await ledger(simulator)).toHaveLength(1);
  });

  test("503-then-ok and 429 refuse once", async () => {
    for (const [scenario, status] of [
      ["503-then-ok", 503],
      ["429", 429],
    ] as const) {
      const simulator = await start();
      const ask = await download(simulator, scenario);
      const refused = await ask();
      expect(refused.headers.get("retry-after")).toBeNull();
      await json(refused, status);
      await json(ask());
      expect(await ledger(simulator)).toHaveLength(2);
    }
  });

  test("429-retry-after refuses until the time it named has passed", async () => {
    const time = movableClock();
    const simulator = await start({ clock: time.clock });
    const ask = await download(simulator, "429-retry-after");
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("2");
    time.forward(1);
    expect((await ask()).headers.get("retry-after")).toBe("1");
    time.forward(1);
    await json(ask());
  });
});

describe("answers that are no answers", () => {
  test.each([
    ["html", 200, 1],
    ["html-502", 502, 0],
  ] as const)("%s is a page with status %i", async (scenario, status, billed) => {
    const simulator = await start();
    const ask = await download(simulator, scenario);
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(await answer.text()).toContain("<!DOCTYPE html>");
    expect(await ledger(simulator)).toHaveLength(1 + billed);
  });

  test("slow-body is billed although the client gives up", async () => {
    const simulator = await start();
    const ask = await download(simulator, "slow-body");
    const answer = await ask();
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const half = await reader.read();
    expect(half.value?.length).toBeLessThan(Number(answer.headers.get("content-length")));
    await reader.cancel();
    expect(await ledger(simulator)).toHaveLength(2);
  });

  test("a slow body is whole in the end", async () => {
    const simulator = await start({ slowMs: 1 });
    const ask = await download(simulator, "slow-body");
    expect((await json(ask())).data.url).toContain("/cdn/d/");
  });

  test("cut-after-billing loses the answer, not the bill", async () => {
    const simulator = await start();
    const ask = await download(simulator, "cut-after-billing");
    await expect(ask()).rejects.toThrow();
    const entries = await ledger(simulator);
    expect(entries.at(-1)).toMatchObject({ endpoint: "GET /v1/resources/{id}/download", cost: 0.1 });
    await json(ask());
    expect(await ledger(simulator)).toHaveLength(entries.length + 1);
  });
});

describe("files", () => {
  const asset = async (simulator: RunningSimulator, scenario: string) => {
    const ask = await download(simulator, scenario);
    return fetch((await json(ask())).data.url);
  };

  test("asset-html", async () => {
    const answer = await asset(await start(), "asset-html");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/html");
  });

  test("asset-truncated is a well-formed answer with half a picture", async () => {
    const answer = await asset(await start(), "asset-truncated");
    const data = Buffer.from(await answer.arrayBuffer());
    expect(data.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    await expect(sharp(data, { failOn: "truncated" }).raw().toBuffer()).rejects.toThrow();
  });

  test("asset-cut breaks off", async () => {
    const answer = await asset(await start(), "asset-cut");
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  test("asset-slow comes whole, late", async () => {
    const answer = await asset(await start({ slowMs: 1 }), "asset-slow");
    const data = Buffer.from(await answer.arrayBuffer());
    const { width, height } = await sharp(data).metadata();
    expect(Math.max(width, height)).toBe(1000);
  });

  test("asset-expired gives an address that has run out, then a good one", async () => {
    const simulator = await start();
    const ask = await download(simulator, "asset-expired");
    expect((await fetch((await json(ask())).data.url)).status).toBe(403);
    expect((await fetch((await json(ask())).data.url)).status).toBe(200);
  });

  test("asset-huge claims 30,000 by 30,000 pixels", async () => {
    const answer = await asset(await start(), "asset-huge");
    const data = Buffer.from(await answer.arrayBuffer());
    expect(data.length).toBeLessThan(10_000);
    expect(await sharp(data, { limitInputPixels: false }).metadata()).toMatchObject({
      format: "png",
      width: 30_000,
      height: 30_000,
    });
    await expect(sharp(data).raw().toBuffer()).rejects.toThrow("pixel limit");
  });
});
