import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "../../scripts/simulator/server.ts";
import { Freepik } from "../../worker/freepik/client.ts";
import { describeCall, type FreepikCall } from "../../worker/freepik/endpoints.ts";
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
    simulators[shapes] = await startSimulator({ resources: 50, taskMs: 50, shapes });
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
function client(shapes: "live" | "documented", authHeader = "x-freepik-api-key"): Freepik {
  return new Freepik({ baseUrl: simulators[shapes]?.url ?? "", apiKey: "sim-endpoints", authHeader });
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
  { operation: "image_expand", request: { image, left: 100, right: 100 } },
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
  }, 60_000);

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

test("what the service does not take is given up with its reason, and billed nothing", async () => {
  const refused = await client("live").call(
    { operation: "image_expand", request: { image, left: 4_000 } },
    attempt,
    never,
  );
  expect(refused).toMatchObject({ outcome: "give_up", status: 400, error: expect.stringContaining("left") });
});

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
