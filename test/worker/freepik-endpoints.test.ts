import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "../../scripts/simulator/server.ts";
import { Freepik } from "../../worker/freepik/client.ts";
import { describeCall, endpoints, type FreepikCall } from "../../worker/freepik/endpoints.ts";
import { allRatios, colonRatios, commonRatios, nearestRatio } from "../../worker/freepik/ratios.ts";
import { readTask, type Task } from "../../worker/freepik/tasks.ts";
import { inspectImage } from "../../worker/render/inspect.ts";

const never = new AbortController().signal;
const attempt = "01890000-0000-7000-8000-000000000001";
const simulators: Partial<Record<"live" | "documented", RunningSimulator>> = {};
let pictures: Server;
let pictureUrl: string;
let image: string;

beforeAll(async () => {
  for (const shapes of ["live", "documented"] as const) {
    simulators[shapes] = await startSimulator({ resources: 50, taskMs: 50, shapes, limits: "off" });
  }
  const data = await sharp({ create: { width: 320, height: 240, channels: 3, background: "#336699" } })
    .jpeg()
    .toBuffer();
  image = data.toString("base64");
  pictures = createServer((_request, response) => response.setHeader("content-type", "image/jpeg").end(data));
  await new Promise<void>((resolve) => pictures.listen(0, "127.0.0.1", resolve));
  pictureUrl = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}/a.jpg`;
});
afterAll(async () => {
  pictures?.close();
  for (const simulator of Object.values(simulators)) await simulator.close();
});

/** A client of one of the two shapes of answers, with either name of the service's header. */
function client(shapes: "live" | "documented", authHeader = "x-freepik-api-key", scenario = ""): Freepik {
  const apiKey = `sim-${authHeader}${scenario === "" ? "" : `+${scenario}`}`;
  return new Freepik({ baseUrl: simulators[shapes]?.url ?? "", apiKey, authHeader });
}

async function billed(): Promise<number> {
  const ledger = await fetch(`${simulators.live?.url}/_simulator/ledger`);
  return ((await ledger.json()) as unknown[]).length;
}

/** Makes a call, and asks for its task until it has ended. */
async function result(
  freepik: Freepik,
  call: FreepikCall,
): Promise<{ response: object; pictures?: Buffer[] }> {
  const made = await freepik.call(call, attempt, never);
  if (made.outcome === "result") return made;
  if (made.outcome !== "accepted") throw new Error(made.error);
  for (;;) {
    const asked = await freepik.poll(call.operation, made.taskId, never);
    if (asked.outcome !== "result") throw new Error(asked.error);
    if (asked.task.status === "COMPLETED") {
      const listed = await freepik.list(call.operation, never);
      expect(listed).toMatchObject({ taskIds: expect.arrayContaining([made.taskId]) });
      return { response: asked.task };
    }
    await delay(20);
  }
}

const painted = { prompt: "a cup of coffee", ratio: 16 / 9 };
const calls = (): FreepikCall[] => [
  { operation: "mystic", request: { ...painted, resolution: "1k" } },
  { operation: "flux_dev", request: { ...painted, seed: 1 } },
  { operation: "hyperflux", request: { ...painted, seed: 2 } },
  { operation: "flux_pro_v1_1", request: { ...painted, seed: 3 } },
  { operation: "imagen3", request: painted },
  { operation: "seedream_v4", request: { ...painted, seed: 4 } },
  { operation: "nano_banana_pro", request: { ...painted, resolution: "1K" } },
  { operation: "image_upscaler", request: { image, width: 320, height: 240, scale_factor: "2x" } },
  { operation: "image_relight", request: { image, prompt: "evening light" } },
  { operation: "image_style_transfer", request: { image, reference_image: image, style_strength: 80 } },
  { operation: "reimagine_flux", request: { image, imagination: "subtle" } },
  { operation: "image_expand", request: { image, width: 320, height: 240, left: 100, right: 100 } },
];

describe.each(["live", "documented"] as const)("endpoints, with answers as %s", (shapes) => {
  test("make pictures out of words and pictures", async () => {
    const freepik = client(shapes);
    for (const call of calls()) {
      const { generated } = (await result(freepik, call)).response as Task;
      expect(generated, call.operation).toEqual([expect.stringMatching(/^http/)]);
      const file = await freepik.fetchFile(generated[0] as string, 50_000_000, never);
      if (file.outcome !== "fetched") throw new Error(`${call.operation}: ${file.error}`);
      expect((await inspectImage(file.data)).width, call.operation).toBeGreaterThan(300);
    }
  });

  test("answer at once where there is no task", async () => {
    const freepik = client(shapes, "x-magnific-api-key");
    const classic = await result(freepik, {
      operation: "classic_text_to_image",
      request: { prompt: "a cup of coffee", ratio: 1, seed: 5 },
    });
    expect(classic.response).toEqual({ has_nsfw: [false] });
    expect(await inspectImage(classic.pictures?.[0] as Buffer)).toMatchObject({ width: expect.any(Number) });
    const cutOut = await result(freepik, {
      operation: "remove_background",
      request: { image_url: pictureUrl },
    });
    expect(cutOut.response).toEqual({ generated: expect.arrayContaining([expect.stringMatching(/^http/)]) });
    const classes = await result(freepik, { operation: "classify_image", request: { image } });
    expect(classes.response).toEqual({
      classes: expect.arrayContaining([{ class_name: "ai", probability: expect.any(Number) }]),
    });
  });

  test("make words", async () => {
    const freepik = client(shapes);
    for (const call of [
      { operation: "improve_prompt", request: { prompt: "a cup", type: "image", language: "en" } },
      { operation: "image_to_prompt", request: { image } },
    ] as const satisfies FreepikCall[]) {
      const { generated } = (await result(freepik, call)).response as Task;
      expect(generated[0], call.operation).toMatch(/\w+ \w+/);
    }
  });
});

test("a picture's details are read by their own names", async () => {
  const freepik = client("live");
  const found = await result(freepik, {
    operation: "stock_search",
    request: { term: "coffee", content_type: "photo", limit: 1 },
  });
  const { items } = found.response as { items: { id: string }[] };
  const details = await result(freepik, {
    operation: "stock_details",
    request: { resource_id: items[0]?.id ?? "" },
  });
  expect(details.response).toMatchObject({
    id: items[0]?.id,
    title: expect.any(String),
    width: expect.any(Number),
    is_ai_generated: expect.any(Boolean),
  });
});

/** A call of every operation. */
const everything = (): FreepikCall[] => [
  ...calls(),
  { operation: "classic_text_to_image", request: { ...painted, seed: 6 } },
  { operation: "remove_background", request: { image_url: pictureUrl } },
  { operation: "classify_image", request: { image } },
  { operation: "improve_prompt", request: { prompt: "a cup", type: "image" } },
  { operation: "image_to_prompt", request: { image } },
  { operation: "stock_search", request: { term: "coffee", limit: 1 } },
  { operation: "stock_details", request: { resource_id: "1" } },
  { operation: "stock_download", request: { resource_id: "1" } },
];

test("every operation is called here", () => {
  expect(everything().map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(Object.keys(endpoints)),
  );
});

describe.each(["x-freepik-api-key", "x-magnific-api-key"])("every endpoint, under %s,", (header) => {
  test.each([
    ["402", { outcome: "give_up", status: 402 }],
    ["500", { outcome: "retry", status: 500 }],
    ["503", { outcome: "retry", status: 503 }],
    ["html-502", { outcome: "retry", status: 502 }],
    ["daily-quota", { outcome: "retry", status: 429 }],
    ["429-retry-after", { outcome: "wait", status: 429, retryAfterMs: 2000 }],
    ["cut-before", { outcome: "lost", status: null }],
  ])("that is refused (%s) says so, and bills nothing", async (scenario, refusal) => {
    const before = await billed();
    const freepik = client("live", header, scenario);
    for (const call of everything()) {
      expect(await freepik.call(call, attempt, never), call.operation).toMatchObject({
        ...refusal,
        error: expect.stringMatching(/^Freepik /),
      });
    }
    expect(await billed()).toBe(before);
  });

  test.each([
    ["html", { outcome: "lost", status: 200 }],
    ["cut-after-billing", { outcome: "lost", status: null }],
  ])(
    "whose answer is lost (%s) is billed once",
    async (scenario, refusal) => {
      const freepik = client("live", header, scenario);
      // The other two refuse an id that does not exist.
      for (const call of everything().filter(({ request }) => !("resource_id" in request))) {
        const before = await billed();
        expect(await freepik.call(call, attempt, never), call.operation).toMatchObject(refusal);
        expect(await billed(), call.operation).toBe(before + 1);
      }
    },
    30_000,
  );

  test("refuses a service of the other name", async () => {
    const other = header === "x-freepik-api-key" ? "x-magnific-api-key" : "x-freepik-api-key";
    const simulator = await startSimulator({ resources: 50, header: other });
    const freepik = new Freepik({ baseUrl: simulator.url, apiKey: "sim-endpoints", authHeader: header });
    for (const call of everything()) {
      expect(await freepik.call(call, attempt, never), call.operation).toEqual({
        outcome: "give_up",
        status: 401,
        error: "Freepik answered 401: Missing API key",
      });
    }
    await simulator.close();
  });

  test.each([
    ["503", { outcome: "retry", status: 503 }],
    ["402", { outcome: "give_up", status: 402 }],
    ["429-retry-after", { outcome: "wait", status: 429 }],
    ["html", { outcome: "lost", status: 200 }],
    ["cut-before", { outcome: "lost", status: null }],
  ])("may refuse a question about its task (%s)", async (scenario, refusal) => {
    const made = await client("live", header).call(
      { operation: "improve_prompt", request: { prompt: "a cup", type: "image" } },
      attempt,
      never,
    );
    if (made.outcome !== "accepted") throw new Error(made.outcome);
    const freepik = client("live", header, scenario);
    expect(await freepik.poll("improve_prompt", made.taskId, never)).toMatchObject(refusal);
    expect(await freepik.list("improve_prompt", never)).toMatchObject(refusal);
  });
});

/** A request that the types would not let pass: as it might come from the database. */
const wrong: [operation: FreepikCall["operation"], field: string, request: object][] = [
  ["flux_dev", "seed", { ...painted, seed: 0 }],
  ["flux_pro_v1_1", "seed", { ...painted, seed: 4_294_967_296 }],
  ["seedream_v4", "seed", { ...painted, seed: 2_147_483_648 }],
  ["mystic", "resolution", { ...painted, resolution: "8k" }],
  ["imagen3", "num_images", { ...painted, num_images: 5 }],
  ["nano_banana_pro", "prompt", { ...painted, prompt: "x".repeat(3001) }],
  ["classic_text_to_image", "prompt", { ...painted, prompt: "ab" }],
  ["image_upscaler", "image", { scale_factor: "2x" }],
  ["image_upscaler", "image", { image: "https://a.test/a.jpg" }],
  ["image_upscaler", "creativity", { image: true, creativity: 11 }],
  ["image_relight", "light_transfer_strength", { image: true, light_transfer_strength: 101 }],
  [
    "image_relight",
    "transfer_light_from_lightmap",
    {
      image: true,
      transfer_light_from_reference_image: "https://a.test/a.jpg",
      transfer_light_from_lightmap: "https://a.test/b.jpg",
    },
  ],
  ["image_style_transfer", "reference_image", { image: true }],
  ["image_style_transfer", "style_strength", { image: true, reference_image: true, style_strength: -1 }],
  ["reimagine_flux", "imagination", { image: true, imagination: "mad" }],
  ["image_expand", "left", { image: true, left: 2_049 }],
  ["remove_background", "image_url", { image_url: "a.jpg" }],
  ["improve_prompt", "prompt", { prompt: "x".repeat(2501), type: "image" }],
  ["improve_prompt", "type", { prompt: "a cup", type: "song" }],
  ["improve_prompt", "language", { prompt: "a cup", type: "image", language: "english" }],
  ["image_to_prompt", "image", {}],
  ["classify_image", "image", { image: "no picture" }],
];

test.each(wrong)(
  "%s with a wrong %s is given up with its reason, and billed nothing",
  async (operation, field, request) => {
    const before = await billed();
    const given = Object.fromEntries(
      Object.entries(request).map(([name, value]) => [name, value === true ? image : value]),
    );
    const refused = await client("live").call({ operation, request: given } as FreepikCall, attempt, never);
    expect(refused).toMatchObject({ outcome: "give_up", status: 400 });
    expect(refused).toMatchObject({ error: expect.stringMatching(new RegExp(` ${field} `)) });
    expect(await billed()).toBe(before);
  },
);

test("a task that is not there is refused", async () => {
  expect(await client("live").poll("mystic", "00000000-0000-4000-8000-000000000000", never)).toMatchObject({
    outcome: "give_up",
    status: 404,
  });
});

test("a webhook's address goes with tasks only, and only when there is one", () => {
  const hook = "https://api.example/rpc/freepik_webhook";
  const bodyOf = (call: FreepikCall, url?: string) => JSON.parse(describeCall(call, url).body ?? "{}");
  const flux: FreepikCall = { operation: "flux_dev", request: { ...painted, seed: 9 } };
  expect(bodyOf(flux, hook)).toEqual({
    prompt: "a cup of coffee",
    aspect_ratio: "widescreen_16_9",
    seed: 9,
    webhook_url: hook,
  });
  expect(bodyOf(flux)).not.toHaveProperty("webhook_url");
  expect(bodyOf({ operation: "classify_image", request: { image: "x" } }, hook)).toEqual({ image: "x" });
  expect(
    describeCall({ operation: "remove_background", request: { image_url: "https://x/a?b=1&c=2" } }),
  ).toMatchObject({
    body: "image_url=https%3A%2F%2Fx%2Fa%3Fb%3D1%26c%3D2",
    contentType: "application/x-www-form-urlencoded",
  });
});

test("the nearest shape is asked for", () => {
  expect(nearestRatio(1.91, allRatios)).toBe("horizontal_2_1");
  expect(nearestRatio(1.91, commonRatios)).toBe("widescreen_16_9");
  expect(nearestRatio(0.8, colonRatios)).toBe("4:5");
  expect(nearestRatio(0.5, commonRatios)).toBe("social_story_9_16");
});

test("a task is read in every shape it comes in", () => {
  const task = { task_id: "t", status: "COMPLETED", generated: ["https://x/a"], has_nsfw: [false] };
  expect(readTask({ data: task })).toEqual(task);
  expect(readTask(task)).toEqual(task);
  expect(readTask({ task_id: "t", task_status: "CREATED", generated: [] })).toMatchObject({
    status: "CREATED",
    generated: [],
  });
  expect(readTask({ data: { task_id: "t", status: "IN_PROGRESS" } })).toMatchObject({ generated: [] });
  for (const wrong of [
    null,
    {},
    { data: { status: "CREATED" } },
    { data: { task_id: "t", status: "GONE" } },
  ]) {
    expect(() => readTask(wrong)).toThrow("its answer has no task");
  }
});
