import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { RunningSimulator } from "../../scripts/simulator/server.ts";
import {
  bytesAt,
  call,
  finished,
  json,
  ledgerOf,
  movableClock,
  post,
  samplePicture,
  start,
} from "./helpers.ts";

const path = "mystic";
const ask = (simulator: RunningSimulator, scenario: string, more: object = {}) =>
  post(simulator, path, { prompt: `a boat sim:${scenario}`, ...more });
const tasksOf = async (simulator: RunningSimulator) => (await json(call(simulator, `/v1/ai/${path}`))).data;

describe("how a scenario is chosen", () => {
  test("by the run, the key or a word of the prompt; the word goes before the key, the key before the run", async () => {
    const run = await start({ scenario: "failed" });
    expect((await finished(run, path, { prompt: "a boat" })).status).toBe("FAILED");
    expect((await finished(run, path, { prompt: "a boat sim:nsfw" })).has_nsfw).toEqual([true]);
    const key = { "x-freepik-api-key": "sim-test+nsfw" };
    const { data } = await json(post(run, path, { prompt: "a boat" }, key));
    expect((await json(call(run, `/v1/ai/${path}/${data.task_id}`))).data.has_nsfw).toEqual([true]);
    const plain = await start();
    expect((await finished(plain, path, { prompt: "a boat" })).status).toBe("COMPLETED");
    expect((await json(ask(plain, "storm"), 400)).message).toContain("'storm'");
  });

  test("a stage limits it to POST or to GET", async () => {
    const simulator = await start();
    await json(ask(simulator, "create.503"), 503);
    expect(await tasksOf(simulator)).toEqual([]);
    const { data } = await json(ask(simulator, "poll.503"));
    await json(call(simulator, `/v1/ai/${path}/${data.task_id}`), 503);
    expect(await tasksOf(simulator)).toHaveLength(1);
  });
});

describe("how tasks end", () => {
  test("failed: nothing generated, no reason", async () => {
    const live = await finished(await start(), path, { prompt: "sim:failed" });
    expect(live).toEqual({ task_id: live.task_id, status: "FAILED", generated: [], error: null });
    const documented = await finished(await start({ shapes: "documented" }), path, { prompt: "sim:failed" });
    expect(documented).toEqual({ task_id: documented.task_id, status: "FAILED", generated: [] });
  });

  test("stuck: at work for ever", async () => {
    const time = movableClock();
    const simulator = await start({ clock: time.clock, taskMs: 1_000 });
    const { data } = await json(ask(simulator, "stuck"));
    time.forward(7 * 86_400);
    expect((await json(call(simulator, `/v1/ai/${path}/${data.task_id}`))).data.status).toBe("IN_PROGRESS");
  });

  test("nsfw, also of what is answered at once", async () => {
    const simulator = await start();
    const task = await finished(simulator, "text-to-image/imagen3", { prompt: "sim:nsfw", num_images: 2 });
    expect(task).toMatchObject({ status: "COMPLETED", has_nsfw: [true, true] });
    const { data } = await json(post(simulator, "text-to-image", { prompt: "a boat sim:nsfw" }));
    expect(data[0].has_nsfw).toBe(true);
  });

  test("sentences among the addresses, or instead of them", async () => {
    const simulator = await start();
    const mixed = (await finished(simulator, path, { prompt: "sim:non-url" })).generated;
    expect(mixed.map((entry: string) => entry.startsWith("http"))).toEqual([false, true]);
    const none = (await finished(simulator, path, { prompt: "sim:no-url" })).generated;
    expect(none.map((entry: string) => entry.startsWith("http"))).toEqual([false]);
  });
});

describe("calls that go wrong", () => {
  test.each([
    ["402", 402],
    ["500", 500],
    ["503", 503],
    ["daily-quota", 429],
  ])("%s stays, makes nothing and is not billed", async (scenario, status) => {
    const simulator = await start();
    for (let i = 0; i < 2; i++) {
      expect(await json(ask(simulator, `create.${scenario}`), status)).toEqual({
        message: expect.any(String),
      });
    }
    expect(await ledgerOf(simulator)).toEqual([]);
    expect(await tasksOf(simulator)).toEqual([]);
  });

  test.each([
    ["503-then-ok", 503],
    ["429", 429],
  ])("%s refuses once, whatever attempt the webhook names", async (scenario, status) => {
    const simulator = await start();
    const attempt = (id: number) => ({ webhook_url: `http://127.0.0.1:9/?attempt=${id}` });
    const refused = await ask(simulator, scenario, attempt(1));
    expect(refused.headers.get("retry-after")).toBeNull();
    await json(refused, status);
    // Another call is refused for itself.
    await json(ask(simulator, scenario, { hdr: 60 }), status);
    await json(ask(simulator, scenario, attempt(2)));
    expect(await ledgerOf(simulator)).toHaveLength(1);
  });

  test("429-retry-after says how long", async () => {
    const time = movableClock();
    const simulator = await start({ clock: time.clock });
    expect((await ask(simulator, "create.429-retry-after")).headers.get("retry-after")).toBe("2");
    time.forward(2);
    await json(ask(simulator, "create.429-retry-after"));
  });

  test("cut-before: no task and no bill, and then both", async () => {
    const simulator = await start();
    await expect(ask(simulator, "create.cut-before")).rejects.toThrow();
    expect(await ledgerOf(simulator)).toEqual([]);
    expect(await tasksOf(simulator)).toEqual([]);
    await json(ask(simulator, "create.cut-before"));
    expect(await ledgerOf(simulator)).toHaveLength(1);
  });

  test("cut-after-billing: the answer is lost, the task is billed and ends", async () => {
    const simulator = await start();
    await expect(ask(simulator, "create.cut-after-billing")).rejects.toThrow();
    const [billed, ...rest] = await ledgerOf(simulator);
    expect(rest).toEqual([]);
    expect(await tasksOf(simulator)).toEqual([{ task_id: billed.task_id, status: "COMPLETED" }]);
    const { data } = await json(call(simulator, `/v1/ai/${path}/${billed.task_id}`));
    expect((await fetch(data.generated[0])).status).toBe(200);
    // Whoever asks again pays again.
    await json(ask(simulator, "create.cut-after-billing"));
    expect(await ledgerOf(simulator)).toHaveLength(2);
  });

  test("no-answer: billed, and silence", async () => {
    const simulator = await start();
    const given = AbortSignal.timeout(300);
    const silent = fetch(`${simulator.url}/v1/ai/${path}`, {
      method: "POST",
      headers: { "x-freepik-api-key": "sim-test", "content-type": "application/json" },
      body: JSON.stringify({ prompt: "sim:create.no-answer" }),
      signal: given,
    });
    await expect(silent).rejects.toThrow("timeout");
    expect(await tasksOf(simulator)).toHaveLength(1);
    expect(await ledgerOf(simulator)).toHaveLength(1);
  });

  test("html: a page with status 200 for a task that was made and billed", async () => {
    const simulator = await start();
    const answer = await ask(simulator, "create.html");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(await ledgerOf(simulator)).toHaveLength(1);
    expect(await tasksOf(simulator)).toHaveLength(1);
  });

  test("slow-body: half of the answer, then the rest", async () => {
    const simulator = await start({ slowMs: 5 });
    const { data } = await json(ask(simulator, "create.slow-body"));
    expect(await tasksOf(simulator)).toEqual([{ task_id: data.task_id, status: "COMPLETED" }]);
  });
});

describe("files of tasks", () => {
  const upscaled = async (simulator: RunningSimulator, scenario: string) => {
    const body = { image: await samplePicture(), prompt: `sim:${scenario}` };
    return finished(simulator, "image-upscaler", body);
  };

  test("asset-expired: 403, and a fresh address from the next GET", async () => {
    const simulator = await start();
    const { task_id, generated } = await upscaled(simulator, "asset-expired");
    expect((await fetch(generated[0])).status).toBe(403);
    const { data } = await json(call(simulator, `/v1/ai/image-upscaler/${task_id}`));
    expect((await fetch(data.generated[0])).status).toBe(200);
  });

  test("asset-html, asset-truncated, asset-cut and asset-huge", async () => {
    const simulator = await start();
    const url = async (scenario: string) => (await upscaled(simulator, scenario)).generated[0];
    const page = await fetch(await url("asset-html"));
    expect(page.headers.get("content-type")).toContain("text/html");
    const half = await bytesAt(await url("asset-truncated"));
    await expect(sharp(half, { failOn: "truncated" }).raw().toBuffer()).rejects.toThrow();
    await expect(bytesAt(await url("asset-cut"))).rejects.toThrow();
    const huge = sharp(await bytesAt(await url("asset-huge")), { limitInputPixels: false });
    expect((await huge.metadata()).width).toBe(30_000);
  });
});
