import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { call, finished, json, movableClock, post, samplePicture, start } from "./helpers.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("the life of a task", () => {
  test("CREATED, IN_PROGRESS, COMPLETED", async () => {
    const time = movableClock();
    const simulator = await start({ clock: time.clock, taskMs: 100_000 });
    const created = await json(
      post(simulator, "mystic", { prompt: "a red boat", webhook_url: "http://127.0.0.1:9/" }),
    );
    expect(created).toEqual({
      data: { task_id: expect.stringMatching(uuid), status: "CREATED", generated: [] },
    });
    const poll = async () => (await json(call(simulator, `/v1/ai/mystic/${created.data.task_id}`))).data;
    expect(await poll()).toEqual(created.data);
    time.forward(45);
    expect(await poll()).toEqual({ ...created.data, status: "IN_PROGRESS" });
    time.forward(105);
    expect(await poll()).toEqual({
      task_id: created.data.task_id,
      status: "COMPLETED",
      generated: [
        expect.stringMatching(
          new RegExp(
            `^${simulator.url}/content/mystic/${created.data.task_id}/output\\.jpeg\\?token=exp=\\d+~hmac=[0-9a-f]{64}$`,
          ),
        ),
      ],
      has_nsfw: [false],
    });
  });

  test("latencies differ from task to task and are the same for a seed", async () => {
    const ends = async (seed: string) => {
      const time = movableClock();
      const simulator = await start({ clock: time.clock, taskMs: 100_000, seed });
      const ids: string[] = [];
      for (let i = 0; i < 4; i++) {
        ids.push((await json(post(simulator, "mystic", { prompt: "a boat" }))).data.task_id);
      }
      const seconds: number[] = [];
      for (const _ of Array.from({ length: 15 })) {
        time.forward(10);
        const { data } = await json(call(simulator, "/v1/ai/mystic"));
        const status = new Map(
          data.map((task: { task_id: string; status: string }) => [task.task_id, task.status]),
        );
        seconds.push(ids.filter((id) => status.get(id) === "COMPLETED").length);
      }
      expect(seconds[3]).toBe(0);
      expect(seconds.at(-1)).toBe(4);
      return seconds.join(" ");
    };
    const first = await ends("a");
    expect(await ends("a")).toBe(first);
    expect(await ends("b")).not.toBe(first);
  });

  test("a task is its key's and its endpoint's own", async () => {
    const simulator = await start();
    const { data } = await json(post(simulator, "mystic", { prompt: "a boat" }));
    const path = `/v1/ai/mystic/${data.task_id}`;
    await json(call(simulator, path));
    await json(call(simulator, path, { "x-freepik-api-key": "sim-test+webhook-lost" }));
    expect(await json(call(simulator, path, { "x-freepik-api-key": "sim-other" }), 404)).toEqual({
      message: "Task not found",
    });
    await json(call(simulator, `/v1/ai/image-relight/${data.task_id}`), 404);
    await json(call(simulator, "/v1/ai/mystic/none"), 404);
    await json(call(simulator, `/v1/ai/tasks/${data.task_id}`), 404);
  });

  test("the list of a path is paged, the latest first", async () => {
    const simulator = await start();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      ids.unshift(
        (await json(post(simulator, "text-to-image/seedream-v4", { prompt: `boat ${i}` }))).data.task_id,
      );
    }
    await json(post(simulator, "mystic", { prompt: "boat" }));
    const list = "/v1/ai/text-to-image/seedream-v4";
    const all = await json(call(simulator, list));
    expect(all).toEqual({ data: ids.map((task_id) => ({ task_id, status: "COMPLETED" })) });
    const second = await json(call(simulator, `${list}?page=2&page_size=2`));
    expect(second.data).toEqual(all.data.slice(2, 4));
    expect((await json(call(simulator, list, { "x-freepik-api-key": "sim-other" }))).data).toEqual([]);
    expect(await json(call(simulator, `${list}?page=0`), 400)).toEqual({
      message: "Parameter 'page' must be greater than 0",
    });
    await json(call(simulator, `${list}?page_size=101`), 400);
  });

  test("tasks outlive the process when they have a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tasks-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const options = { tasksFile: join(folder, "tasks.jsonl"), publicUrl: "http://files.example" };
    const first = await start(options);
    const task = await finished(first, "image-upscaler", { image: await samplePicture() });
    const path = new URL(task.generated[0]);
    const picture = await fetch(`${first.url}${path.pathname}${path.search}`);
    const second = await start(options);
    const again = (await json(call(second, `/v1/ai/image-upscaler/${task.task_id}`))).data;
    expect(again.status).toBe("COMPLETED");
    const same = await fetch(`${second.url}${path.pathname}${path.search}`);
    expect(Buffer.from(await same.arrayBuffer())).toEqual(Buffer.from(await picture.arrayBuffer()));
  });

  test("paths and methods that the service does not have", async () => {
    const simulator = await start();
    await json(post(simulator, "text-to-video", { prompt: "a boat" }), 404);
    await json(call(simulator, "/v1/ai/classifier/image"), 405);
    await json(call(simulator, "/v1/ai/beta/remove-background"), 405);
    const cancel = fetch(`${simulator.url}/v1/ai/mystic/1`, {
      method: "DELETE",
      headers: { "x-freepik-api-key": "sim-test" },
    });
    await json(cancel, 405);
  });
});

describe("where endpoints depart from the protocol", () => {
  const created = { task_id: expect.stringMatching(uuid), status: "CREATED" };

  test("flux-dev does not say generated", async () => {
    const simulator = await start();
    expect(await json(post(simulator, "text-to-image/flux-dev", { prompt: "a boat" }))).toEqual({
      data: created,
    });
    const hyper = await json(post(simulator, "text-to-image/hyperflux", { prompt: "a boat" }));
    expect(hyper).toEqual({ data: { ...created, generated: [] } });
  });

  test("style transfer: inside data live, bare with task_status as documented", async () => {
    const image = await samplePicture();
    const body = { image, reference_image: image };
    const live = await start();
    expect(await json(post(live, "image-style-transfer", body))).toEqual({
      data: { ...created, generated: [] },
    });
    const documented = await start({ shapes: "documented" });
    const bare = await json(post(documented, "image-style-transfer", body));
    expect(bare).toEqual({
      task_id: expect.stringMatching(uuid),
      task_status: "IN_PROGRESS",
      generated: [],
    });
    const { data } = await json(call(documented, `/v1/ai/image-style-transfer/${bare.task_id}`));
    expect(data.status).toBe("COMPLETED");
  });

  test("reimagine is over at once live, and a bare task as documented", async () => {
    const body = { image: await samplePicture() };
    const path = "beta/text-to-image/reimagine-flux";
    const live = await start({ taskMs: 60_000 });
    const { data } = await json(post(live, path, body));
    expect(data).toEqual({
      task_id: expect.stringMatching(uuid),
      status: "COMPLETED",
      generated: [expect.stringContaining("/content/")],
      has_nsfw: [false],
    });
    expect((await fetch(data.generated[0])).status).toBe(200);
    const documented = await start({ shapes: "documented", taskMs: 60_000 });
    expect(await json(post(documented, path, body))).toEqual({
      task_id: expect.stringMatching(uuid),
      status: "IN_PROGRESS",
      generated: [],
    });
  });

  test("documented tasks are at work when POST is answered", async () => {
    const simulator = await start({ shapes: "documented", taskMs: 60_000 });
    const { data } = await json(post(simulator, "mystic", { prompt: "a boat" }));
    expect(data).toEqual({ task_id: expect.stringMatching(uuid), status: "IN_PROGRESS", generated: [] });
  });

  test.each(["gemini-2-5-flash-image-preview", "text-to-image/seedream-v4-edit"])(
    "%s sometimes says a sentence before the address",
    async (path) => {
      const simulator = await start();
      const kinds = new Set<number>();
      for (let i = 0; i < 24; i++) {
        const { generated, has_nsfw } = await finished(simulator, path, { prompt: `a boat ${i}` });
        kinds.add(generated.length);
        expect(generated.filter((entry: string) => entry.startsWith("http"))).toHaveLength(1);
        expect(has_nsfw).toEqual([false]);
      }
      expect(kinds).toEqual(new Set([1, 2]));
    },
  );

  test("improve-prompt and image-to-prompt generate text", async () => {
    const simulator = await start();
    const improved = await finished(simulator, "improve-prompt", { prompt: "a boat", type: "video" });
    expect(improved.generated).toEqual([expect.stringMatching(/^a boat, .*camera/)]);
    expect(improved).not.toHaveProperty("has_nsfw");
    expect((await finished(simulator, "improve-prompt", { prompt: "" })).generated[0]).toMatch(/.{20}/);
    const described = await finished(simulator, "image-to-prompt", {
      image: await samplePicture(80, 60, "#2040d0"),
    });
    expect(described.generated).toEqual([expect.stringMatching(/landscape.*(blue|orange)/)]);
  });

  test("text-to-icon has no GET and needs a webhook", async () => {
    const simulator = await start();
    const refused = await json(post(simulator, "text-to-icon", { prompt: "a boat" }), 400);
    expect(refused.invalid_params).toEqual([{ name: "webhook_url", reason: "is required" }]);
    const body = { prompt: "a boat", webhook_url: "http://127.0.0.1:9/" };
    const { data } = await json(post(simulator, "text-to-icon", body));
    await json(call(simulator, `/v1/ai/text-to-icon/${data.task_id}`), 404);
    await json(call(simulator, "/v1/ai/text-to-icon"), 404);
  });
});
