import { describe, expect, test } from "vitest";
import { aiPrices } from "../../scripts/simulator/prices.ts";
import { call, json, ledgerOf, movableClock, post, postForm, samplePicture, start } from "./helpers.ts";

describe("prices", () => {
  const usage = { pictures: 1, resolution: null, input: null, factor: 1 };

  test.each([
    [640, 480, 2, 0.1],
    [640, 480, 4, 0.4],
    [640, 480, 8, 1.6],
    [1280, 720, 2, 0.1],
    [1280, 720, 4, 0.4],
    [1920, 1080, 2, 0.2],
    [5000, 5000, 2, 1.2],
  ])("a picture of %i × %i, %i times as long, costs what is published", (width, height, factor, cost) => {
    const price = aiPrices["image-upscaler"]({ ...usage, input: { width, height }, factor });
    expect(price).toMatchObject({ currency: "EUR", source: "published" });
    expect(price.cost).toBeCloseTo(cost, 9);
  });

  test.each([
    ["mystic", { resolution: "2k" }, 0.1, "EUR"],
    ["mystic", {}, 0.1, "EUR"],
    ["mystic", { resolution: "4k" }, 0.32, "EUR"],
    ["gemini-2-5-flash-image-preview", { prompt: "a boat" }, 0.042, "USD"],
    ["text-to-image/nano-banana-pro", { prompt: "a boat" }, 0.1, "USD"],
    ["text-to-image/nano-banana-pro", { prompt: "a boat", resolution: "2K" }, 0.15, "USD"],
    ["text-to-image/nano-banana-pro", { prompt: "a boat", resolution: "4K" }, 0.3, "USD"],
    ["text-to-image/nano-banana-pro-flash", { prompt: "a boat", resolution: "1K" }, 0.095, "USD"],
    ["text-to-image/nano-banana-pro-flash", { prompt: "a boat", resolution: "2K" }, 0.143, "USD"],
    ["text-to-image/nano-banana-pro-flash", { prompt: "a boat", resolution: "4K" }, 0.19, "USD"],
  ] as const)("%s %j costs %d %s", async (path, body, cost, currency) => {
    const simulator = await start();
    const { data } = await json(post(simulator, path, body));
    expect(await ledgerOf(simulator)).toMatchObject([
      { endpoint: `POST /v1/ai/${path}`, task_id: data.task_id, cost, currency },
    ]);
  });

  test("relight, style transfer and the upscaler, from what was sent", async () => {
    const simulator = await start();
    const image = await samplePicture(640, 480);
    await json(post(simulator, "image-relight", { image }));
    await json(post(simulator, "image-style-transfer", { image, reference_image: image }));
    await json(post(simulator, "image-upscaler", { image, scale_factor: "8x" }));
    expect((await ledgerOf(simulator)).map((entry: { cost: number }) => entry.cost)).toEqual([0.1, 0.1, 1.6]);
  });

  test("several pictures cost several times as much", async () => {
    const simulator = await start();
    await json(post(simulator, "text-to-image/imagen3", { prompt: "a boat", num_images: 3 }));
    await json(post(simulator, "text-to-image/imagen3", { prompt: "a boat" }));
    const [three, one] = await ledgerOf(simulator);
    expect(three.cost).toBeCloseTo(3 * one.cost, 6);
  });
});

describe("entries", () => {
  const attempt = "0d1c7c0e-6c2f-4a55-9a0e-2f8f3f3f7a11";

  test("name the endpoint, the task, the attempt, the time, the cost and the key", async () => {
    const { clock } = movableClock("2026-03-10T12:00:00Z");
    const simulator = await start({ clock });
    const hook = "http://127.0.0.1:9/hooks";
    const attemptFor = async (webhook_url: string, headers: Record<string, string> = {}) => {
      const { data } = await json(post(simulator, "mystic", { webhook_url }, headers));
      const entry = (await ledgerOf(simulator)).at(-1);
      expect(entry).toEqual({
        endpoint: "POST /v1/ai/mystic",
        task_id: data.task_id,
        attempt_id: entry.attempt_id,
        time: "2026-03-10T12:00:00.000Z",
        cost: 0.1,
        currency: "EUR",
        key: "sim-test",
      });
      return entry.attempt_id;
    };
    expect(await attemptFor(`${hook}?attempt=${attempt}`)).toBe(attempt);
    expect(await attemptFor(`${hook}/${attempt}`)).toBe(attempt);
    expect(await attemptFor(hook)).toBeNull();
    expect(await attemptFor(`${hook}?attempt=other`, { "x-client-attempt-id": attempt })).toBe(attempt);
  });

  test("stand for calls that made something, not for GETs and refusals", async () => {
    const simulator = await start();
    const image = await samplePicture();
    await json(post(simulator, "classifier/image", { image }, { "x-client-attempt-id": attempt }));
    const [item] = (await json(call(simulator, "/v1/resources?limit=1"))).data;
    await json(postForm(simulator, "beta/remove-background", { image_url: item.image.source.url }));
    const { data } = await json(post(simulator, "mystic", {}));
    await json(call(simulator, `/v1/ai/mystic/${data.task_id}`));
    await json(call(simulator, "/v1/ai/mystic"));
    await json(post(simulator, "mystic", { hdr: 200 }), 400);
    expect(await ledgerOf(simulator)).toMatchObject([
      { endpoint: "POST /v1/ai/classifier/image", task_id: null, attempt_id: attempt },
      { endpoint: "GET /v1/resources" },
      { endpoint: "POST /v1/ai/beta/remove-background", task_id: null },
      { endpoint: "POST /v1/ai/mystic", task_id: data.task_id },
    ]);
  });
});

describe("limits", () => {
  test("a key has 100 calls a day of flux-dev on the free plan, and none of mystic", async () => {
    const time = movableClock("2026-03-10T20:00:00Z");
    const simulator = await start({ limits: "free", clock: time.clock });
    const ask = () => post(simulator, "text-to-image/flux-dev", { prompt: "a boat" });
    await json(post(simulator, "text-to-image/flux-dev", { seed: 0 }), 400);
    for (let i = 0; i < 100; i++) await json(ask());
    const refused = await ask();
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(await json(refused, 429)).toEqual({ message: expect.any(String) });
    await json(post(simulator, "mystic", {}), 429);
    await json(post(simulator, "text-to-image/imagen3", { prompt: "a boat" }));
    time.forward(4 * 3600);
    await json(ask());
  });

  test("concurrent calls do not overrun a quota", async () => {
    const simulator = await start({ limits: "free" });
    const ask = () => post(simulator, "text-to-image/flux-dev", { prompt: "a boat" });
    const answers = await Promise.all(Array.from({ length: 110 }, ask));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(await ledgerOf(simulator)).toHaveLength(100);
  });

  test("calls a minute and key, with Retry-After where that is wanted", async () => {
    for (const limitHeaders of [false, true]) {
      const time = movableClock();
      const simulator = await start({ keyPerMinute: 3, limitHeaders, clock: time.clock });
      const list = (key = "sim-test") => call(simulator, "/v1/ai/mystic", { "x-freepik-api-key": key });
      for (let i = 0; i < 3; i++) {
        await json(list());
        time.forward(10);
      }
      const refused = await list();
      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe(limitHeaders ? "30" : null);
      await json(list("sim-other"));
      time.forward(30);
      await json(list());
    }
  });
});
