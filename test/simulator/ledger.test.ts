import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../scripts/simulator/server.ts";
import { call, firstId, json, movableClock, search, start } from "./helpers.ts";

test("billed calls are recorded with their price, refused ones are not", async () => {
  const { clock } = movableClock("2026-03-10T12:00:00Z");
  const simulator = await start({ clock });
  const id = await firstId(simulator);
  await json(call(simulator, `/v1/resources/${id}`));
  await json(call(simulator, `/v1/resources/${id}/download`, { "x-client-attempt-id": "attempt-1" }));
  await json(call(simulator, `/v1/resources/${id}/download/jpg`, { "x-client-attempt-id": "attempt-2" }));
  await json(call(simulator, "/v1/resources?page=0"), 400);
  await json(call(simulator, "/v1/resources/17/download"), 404);
  await json(call(simulator, `/v1/resources/${id}/download?image_size=tiny`), 400);
  const common = { task_id: null, time: "2026-03-10T12:00:00.000Z", currency: "EUR", key: "sim-test" };
  expect(await json(fetch(`${simulator.url}/_simulator/ledger`))).toEqual([
    { ...common, endpoint: "GET /v1/resources", attempt_id: null, cost: 0 },
    {
      ...common,
      endpoint: "GET /v1/resources/{id}/download",
      attempt_id: "attempt-1",
      cost: 0.1,
      resource_id: id,
    },
    {
      ...common,
      endpoint: "GET /v1/resources/{id}/download/{format}",
      attempt_id: "attempt-2",
      cost: 0.1,
      resource_id: id,
    },
  ]);
});

test("a ledger file outlives the process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { ledgerFile: join(folder, "ledger.jsonl"), resources: 50 };
  const first = await startSimulator(options);
  await json(call(first, search({ limit: 1 })));
  const before = await json(fetch(`${first.url}/_simulator/ledger`));
  await first.close();
  const second = await start(options);
  expect(await json(fetch(`${second.url}/_simulator/ledger`))).toEqual(before);
  await json(call(second, search({ limit: 1 })));
  expect(await json(fetch(`${second.url}/_simulator/ledger`))).toHaveLength(2);
});

test("an address may make 250 requests in 5 seconds", async () => {
  const time = movableClock();
  const simulator = await start({ limits: "premium", clock: time.clock, resources: 20 });
  const health = () => call(simulator, "/v1/nothing").then((answer) => answer.status);
  for (let i = 0; i < 250; i++) expect(await health()).toBe(404);
  expect(await health()).toBe(429);
  time.forward(5);
  expect(await health()).toBe(404);
});

test("an address may make 1,200 requests in 2 minutes", async () => {
  const time = movableClock();
  const simulator = await start({ limits: "premium", clock: time.clock, resources: 20 });
  for (let i = 0; i < 1_200; i++) {
    if (i % 200 === 0) time.forward(6);
    expect((await call(simulator, "/v1/nothing")).status).toBe(404);
  }
  time.forward(6);
  expect((await call(simulator, "/v1/nothing")).status).toBe(429);
});

test("a key has 50 calls a day on the free plan; other keys are not touched", async () => {
  const time = movableClock("2026-03-10T20:00:00Z");
  const simulator = await start({ limits: "free", clock: time.clock, resources: 20 });
  for (let i = 0; i < 50; i++) await json(call(simulator, "/v1/resources?limit=1"));
  expect(await json(call(simulator, "/v1/resources?limit=1"), 429)).toEqual({ message: expect.any(String) });
  await json(call(simulator, "/v1/resources?limit=1", { "x-freepik-api-key": "sim-other" }));
  time.forward(4 * 3600);
  await json(call(simulator, "/v1/resources?limit=1"));
});

test("a key has 100 downloads a day, beside its other calls", async () => {
  const time = movableClock();
  const simulator = await start({ limits: "premium", clock: time.clock, resources: 20 });
  const id = await firstId(simulator);
  const download = `/v1/resources/${id}/download`;
  for (let i = 0; i < 100; i++) await json(call(simulator, download));
  await json(call(simulator, download), 429);
  await json(call(simulator, `/v1/resources/${id}`));
  const billed = await json(fetch(`${simulator.url}/_simulator/ledger`));
  expect(billed).toHaveLength(101);
});
