import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { signatureOf } from "../../scripts/simulator/ai/webhooks.ts";
import { defaultWebhookSecret, startSimulator } from "../../scripts/simulator/server.ts";
import { call, json, movableClock, post, start } from "./helpers.ts";

type Received = { id: string; timestamp: number; signature: string; body: string; status: string };

/** A receiver of webhooks; `statuses` are its answers in turn, then 204. */
async function receiver(statuses: number[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const header = (name: string) => String(request.headers[name]);
      expect(header("content-type")).toBe("application/json");
      received.push({
        id: header("webhook-id"),
        timestamp: Number(header("webhook-timestamp")),
        signature: header("webhook-signature"),
        body,
        status: JSON.parse(body).status,
      });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received };
}

/** Waits until it holds, also on a machine that is busy. */
const eventually = (holds: () => void | Promise<void>) => vi.waitFor(holds, { timeout: 10_000 });
const verified = (message: Received, secret: string, version = "v1") =>
  message.signature.split(" ").includes(`${version},${signatureOf(secret, "utf8", message)}`);
const statusesOf = (received: Received[]) => received.map(({ status }) => status);

describe("the signature", () => {
  const message = {
    id: "msg_2b1f6c9e",
    timestamp: 1_767_225_600,
    body: '{"task_id":"046b6c7f-0b8a-43b9-b35d-6489e6daee91","status":"COMPLETED","generated":["https://ai-statics.freepik.com/completed_task_image.jpg"],"has_nsfw":[false]}',
  };
  const secret = "c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0";

  test.each([
    ["utf8", "DKIMjNJcVUDzxEUrW/caSok6XRyIYDOiO1XPLyBnSN0="],
    ["base64", "nN0lyc1LmMmqkoTdIoJZ/ykQw2b4grbDGCMQzBjsVr0="],
  ] as const)("of the published vector, with the secret as %s", (encoding, signature) => {
    expect(signatureOf(secret, encoding, message)).toBe(signature);
  });
});

describe("delivery", () => {
  test("every change of status is told as a GET tells it, without data", async () => {
    const hook = await receiver();
    const simulator = await start({ taskMs: 60 });
    const { data } = await json(post(simulator, "mystic", { prompt: "a boat", webhook_url: hook.url }));
    await eventually(() => expect(hook.received).toHaveLength(2));
    const [begun, ended] = hook.received as [Received, Received];
    expect(JSON.parse(begun.body)).toEqual({ ...data, status: "IN_PROGRESS" });
    const got = await json(call(simulator, `/v1/ai/mystic/${data.task_id}`));
    const told = JSON.parse(ended.body);
    expect({ ...told, generated: [] }).toEqual({ ...got.data, generated: [] });
    expect((await fetch(told.generated[0])).status).toBe(200);
    expect(begun.id).not.toBe(ended.id);
    for (const message of hook.received) {
      expect(verified(message, defaultWebhookSecret)).toBe(true);
      expect(Math.abs(message.timestamp - Date.now() / 1000)).toBeLessThan(30);
    }
    expect(await json(fetch(`${simulator.url}/_simulator/webhooks`))).toMatchObject([
      { task_id: data.task_id, webhook_id: begun.id, status: "IN_PROGRESS", outcome: 204 },
      { task_id: data.task_id, webhook_id: ended.id, status: "COMPLETED", outcome: 204 },
    ]);
  });

  test("during a rotation both secrets sign", async () => {
    const hook = await receiver();
    const simulator = await start({ webhooks: { secrets: ["new", "old"] } });
    await json(post(simulator, "mystic", { webhook_url: hook.url }));
    await eventually(() => expect(hook.received).toHaveLength(2));
    for (const message of hook.received) {
      expect(message.signature.split(" ")).toHaveLength(2);
      expect(verified(message, "new", "v1")).toBe(true);
      expect(verified(message, "old", "v2")).toBe(true);
    }
  });

  test("what is not taken is sent again with the same id and a fresh signature", async () => {
    const hook = await receiver([500, 500]);
    const simulator = await start({ webhooks: { retryMs: 5 } });
    await json(post(simulator, "mystic", { prompt: "sim:webhook-lost", webhook_url: hook.url }));
    await eventually(() => expect(hook.received).toHaveLength(3));
    expect(new Set(hook.received.map(({ id }) => id)).size).toBe(1);
    for (const message of hook.received) expect(verified(message, defaultWebhookSecret)).toBe(true);
    const deliveries = await json(fetch(`${simulator.url}/_simulator/webhooks`));
    expect(deliveries.map(({ outcome }: { outcome: number }) => outcome)).toEqual([500, 500, 204]);
  });

  test("a receiver that is not there gets six attempts", async () => {
    const simulator = await start({ webhooks: { retryMs: 1 } });
    await json(post(simulator, "mystic", { prompt: "sim:webhook-lost", webhook_url: "http://127.0.0.1:9/" }));
    const deliveries = () => json(fetch(`${simulator.url}/_simulator/webhooks`));
    await eventually(async () => expect(await deliveries()).toHaveLength(6));
    for (const { outcome } of await deliveries()) expect(outcome).toEqual(expect.any(String));
  });

  test("the answer that is lost does not stop the task or its webhooks", async () => {
    const hook = await receiver();
    const simulator = await start({ taskMs: 20 });
    const body = { prompt: "a boat sim:create.cut-after-billing", webhook_url: hook.url };
    await expect(post(simulator, "mystic", body)).rejects.toThrow();
    await eventually(() => expect(statusesOf(hook.received)).toEqual(["IN_PROGRESS", "COMPLETED"]));
  });

  test("what changes after a restart is told after it, what changed before is not", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tasks-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const hook = await receiver();
    const time = movableClock();
    const options = { tasksFile: join(folder, "tasks.jsonl"), taskMs: 100_000, clock: time.clock };
    const first = await startSimulator({ resources: 20, limits: "off", ...options });
    await json(post(first, "mystic", { webhook_url: hook.url }));
    await first.close();
    const done = await json(fetch(`${(await start(options)).url}/_simulator/webhooks`));
    expect(done).toEqual([]);
    // Just before the end, which comes at most one and a half times the mean after the start.
    const [line] = readFileSync(options.tasksFile, "utf8").split("\n");
    const { steps } = JSON.parse(line as string) as { steps: { at: number }[] };
    time.forward(((steps[2] as { at: number }).at - time.clock().getTime() - 1) / 1000);
    await start(options);
    await eventually(() => expect(statusesOf(hook.received)).toEqual(["COMPLETED"]));
  });

  test("text-to-icon tells its result here only", async () => {
    const hook = await receiver();
    const simulator = await start();
    await json(post(simulator, "text-to-icon", { prompt: "a boat", webhook_url: hook.url }));
    await eventually(() => expect(statusesOf(hook.received)).toEqual(["IN_PROGRESS", "COMPLETED"]));
    const [url] = JSON.parse(hook.received[1]?.body ?? "").generated;
    expect((await fetch(url)).headers.get("content-type")).toBe("image/png");
  });
});

describe("scenarios", () => {
  /** What a hook receives for a task with a scenario, once as many have come as should. */
  const told = async (scenario: string, count: number) => {
    const hook = await receiver();
    const simulator = await start({ taskMs: 10 });
    const body = { prompt: `a boat sim:${scenario}`, webhook_url: hook.url };
    const { data } = await json(post(simulator, "mystic", body));
    await eventually(async () => {
      const got = await json(call(simulator, `/v1/ai/mystic/${data.task_id}`));
      expect(got.data.status).toBe(scenario === "failed" ? "FAILED" : "COMPLETED");
    });
    await eventually(() => expect(hook.received).toHaveLength(count));
    // A later task's webhooks have come: nothing more of the first is on its way.
    const later = await receiver();
    await json(post(simulator, "mystic", { prompt: "a boat", webhook_url: later.url }));
    await eventually(() => expect(later.received).toHaveLength(2));
    expect(hook.received).toHaveLength(count);
    return hook.received;
  };

  test("duplicate", async () => {
    const received = await told("webhook-duplicate", 4);
    expect(statusesOf(received)).toEqual(["IN_PROGRESS", "IN_PROGRESS", "COMPLETED", "COMPLETED"]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
  });

  test("out of order", async () => {
    const received = await told("webhook-out-of-order", 3);
    expect(statusesOf(received)).toEqual(["COMPLETED", "CREATED", "IN_PROGRESS"]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(3);
  });

  test("missing and lost", async () => {
    expect(await told("webhook-missing", 0)).toEqual([]);
    expect(statusesOf(await told("webhook-lost", 1))).toEqual(["IN_PROGRESS"]);
  });

  test("bad signature", async () => {
    for (const message of await told("webhook-bad-signature", 2)) {
      expect(message.signature).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
      expect(verified(message, defaultWebhookSecret)).toBe(false);
    }
  });

  test("stale: signed well, an hour ago", async () => {
    for (const message of await told("webhook-stale", 2)) {
      expect(verified(message, defaultWebhookSecret)).toBe(true);
      expect(Date.now() / 1000 - message.timestamp).toBeGreaterThan(3_590);
    }
  });

  test("failed", async () => {
    const received = await told("failed", 2);
    expect(JSON.parse(received[1]?.body ?? "")).toMatchObject({
      status: "FAILED",
      generated: [],
      error: null,
    });
  });
});
