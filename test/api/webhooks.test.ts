import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { need } from "../../scripts/demo/client.ts";
import { deploy } from "../../scripts/deploy/deploy.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { ask, makeWorld, settled, type World } from "./world.ts";

let secret: string;
let stack: TestStack;
let world: World;
let url: string;

beforeAll(async () => {
  stack = await startTestStack({ FREEPIK_SIM_TASK_MS: "600" });
  secret = readFileSync(join(stack.dataDir, "secrets/simulator_webhook_secret"), "utf8").trim();
  url = `${stack.state().api_url}/rpc/freepik_webhook`;
  world = await makeWorld(stack.state().api_url);
});
afterAll(() => stack?.stop());

/** Delivers a webhook as Freepik does. */
async function deliver(body: string, change: Record<string, string> = {}): Promise<[number, unknown]> {
  const id = `msg_${randomUUID()}`;
  const sent = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", secret).update(`${id}.${sent}.${body}`).digest("base64");
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": sent,
      "webhook-signature": `v1,${signature}`,
      ...change,
    },
    body,
  });
  return [response.status, await response.json()];
}

const query = async (text: string, values: unknown[]) =>
  (await withClient(stack.database.url, (client) => client.query(text, values))).rows;

/** Brings the database to the current state with this secret, as `npm run deploy` does. */
const rotate = (webhookSecret: string) =>
  deploy({
    databaseUrl: stack.database.deployUrl,
    mode: "apply",
    secrets: { webhookSecret },
    log: () => undefined,
  });

describe("a webhook", () => {
  const odd = `{ "task_id" : "${randomUUID()}",\n\t"status":"COMPLETED", "generated":["https:\\/\\/x\\u002fa.jpg?\u00e9=\u{1F338}"],"has_nsfw":[false], "n":1.0}`;

  test("is verified over the bytes as they came, without an account", async () => {
    expect(await deliver(odd)).toEqual([200, { received: true }]);
    const task = (JSON.parse(odd) as { task_id: string }).task_id;
    const rows = await query(
      "select body, state from integration.provider_events where provider_task_id = $1",
      [task],
    );
    expect(rows).toEqual([{ body: odd, state: "received" }]);
  });

  test.each([
    ["forged", { "webhook-signature": "v1,AAAA" }],
    ["stale", { "webhook-timestamp": "1767225600" }],
    ["of another id", { "webhook-id": "msg_other" }],
  ])("that is %s is refused", async (_, change) => {
    expect(await deliver(odd, change)).toEqual([401, expect.objectContaining({ code: "VP112" })]);
  });

  test("is good during a rotation whichever secret it is signed with, and then no more", async () => {
    await rotate("the next secret of the dashboard");
    expect((await deliver(odd))[0]).toBe(200);
    await query("update integration.webhook_secrets set expires_at = now() where secret = $1", [secret]);
    expect((await deliver(odd))[0]).toBe(401);
    await rotate(secret);
    expect((await deliver(odd))[0]).toBe(200);
  });

  test("that is no JSON is refused", async () => {
    expect((await deliver("<html>"))[0]).toBe(400);
  });

  test("brings the result without a single poll", async () => {
    const id = await ask(world, { sources: [{ type: "ai", model: "flux_dev" }] } as object);
    const { api } = world.team.editor;
    expect(await settled(api, id)).toMatchObject({ status: "ready", failure: null });
    const calls = await need(
      "provider_calls",
      api.from("provider_calls").select("operation, state, polls, task_status").eq("subject_id", id),
    );
    expect(calls).toEqual([
      { operation: "flux_dev", state: "succeeded", polls: 0, task_status: "COMPLETED" },
    ]);
  });
});
