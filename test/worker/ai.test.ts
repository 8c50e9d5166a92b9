import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AiPath } from "../../scripts/simulator/ai/endpoints.ts";
import { aiPrices, costOf } from "../../scripts/simulator/prices.ts";
import { type RunningSimulator, startSimulator } from "../../scripts/simulator/server.ts";
import { FileStore } from "../../worker/files/store.ts";
import { type Endpoint, endpoints } from "../../worker/freepik/endpoints.ts";
import { inspectImage } from "../../worker/render/inspect.ts";
import { settle_call } from "../../worker/tasks/settle_call.ts";
import { source_assets } from "../../worker/tasks/source_assets.ts";
import { wake_jobs } from "../../worker/tasks/wake_jobs.ts";
import { until, WorkerFixture } from "./fixture.ts";
import { expectSameLedgers, startTestQueue, type TestQueue } from "./test-queue.ts";

let fixture: WorkerFixture;
let simulator: RunningSimulator;
let files: FileStore;
let queue: TestQueue;
/** When the calls of a path arrive that are accepted late. */
const arrivals = new Map<string, { reached: Promise<void>; reach: () => void }>();
const brand = randomUUID();
const template = randomUUID();

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  simulator = await startSimulator({
    resources: 100,
    seed: "ai",
    taskMs: 500,
    late: (path) => arrival(path).reached,
  });
  const { admin, organizationId } = fixture;
  await admin.query(
    "insert into brand.brand_profiles (organization_id, id, name, voice) values ($1, $2, 'Acme', 'Warm and plain.')",
    [organizationId, brand],
  );
  await admin.query(
    `insert into brand.brand_guidelines (organization_id, brand_profile_id, status, activated_at, palette, forbidden_colors)
     values ($1, $2, 'active', now(), '[{"name": "Ink", "hex": "#101010", "role": "primary"}]', '{#FF0000}')`,
    [organizationId, brand],
  );
  await admin.query(
    `insert into brand.content_templates (organization_id, id, slug, name, layout)
     values ($1, $2, 'plain', 'Plain', '{"layers": [{"id": "photo", "type": "image"}]}')`,
    [organizationId, template],
  );
  await admin.query(
    `insert into system.system_settings (organization_id, key, value)
     values (identity.system_organization_id(), 'integration.task_patience_s', '5'),
       (identity.system_organization_id(), 'jobs.per_organization', '50')`,
  );
  files = new FileStore(fixture.folder);
  const env = { FREEPIK_URL: simulator.url, FREEPIK_API_KEY: "sim-ai", WORKER_CONCURRENCY: "8" };
  queue = await startTestQueue(fixture, { source_assets, settle_call, wake_jobs }, env, files);
});

afterAll(async () => {
  await queue?.stop();
  await simulator?.close();
  await fixture?.drop();
});

function arrival(path: string) {
  let found = arrivals.get(path);
  if (!found) {
    let reach: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    found = { reached, reach };
    arrivals.set(path, found);
  }
  return found;
}

/** Asks for an AI picture. */
async function ask(prompt: string, source: Record<string, unknown> = {}): Promise<string> {
  const [row] = await fixture.asEditor<{ id: string }>(
    `insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, prompt, placements, sources)
     values ($1, $2, 'Coffee', 'coffee', $3, '{x/post}', $4) returning id`,
    [brand, template, prompt, JSON.stringify([{ type: "ai", model: "flux_dev", ...source }])],
  );
  return (row as { id: string }).id;
}

/** Waits until the picture is there, or the request has ended without it. */
async function sourced(id: string): Promise<{ status: string; failure: string | null }> {
  let row: { status: string; failure: string | null } | undefined;
  await until(async () => {
    const { rows } = await fixture.admin.query(
      "select status, failure from content.content_requests where id = $1",
      [id],
    );
    row = rows[0];
    return !["queued", "sourcing"].includes(rows[0].status);
  });
  return row as { status: string; failure: string | null };
}

/** The calls of a request, as they were booked. */
async function booked(id: string): Promise<string[]> {
  const { rows } = await fixture.admin.query<{ line: string }>(
    `select u.operation || ' ' || u.outcome || ' ' || trim_scale(u.cost) as line
     from integration.api_usage u join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
     where u.subject_id = $1 order by c.id`,
    [id],
  );
  return rows.map(({ line }) => line);
}

async function picture(id: string): Promise<Record<string, unknown>> {
  const { rows } = await fixture.admin.query(
    `select a.kind, a.prompt, a.metadata, a.provider_asset_id, f.storage_key from content.generated_assets a
     join system.files f on f.organization_id = a.organization_id and f.id = a.file_id where a.content_request_id = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
  return rows[0];
}

/** As if this time had gone by since the calls of a request were sent whose answers were lost, and their searches were due. */
async function passLost(id: string, span: string): Promise<void> {
  await fixture.admin.query(
    `with aged as (
      update integration.provider_calls set sent_at = sent_at - $2::interval, next_poll_at = now()
      where subject_id = $1 and state in ('lost', 'missing') returning organization_id, job_id
    )
    select system.wake_jobs(organization_id, array_agg(job_id)) from aged group by organization_id`,
    [id, span],
  );
}

/** The states of a request's calls, in the order in which they were made. */
async function states(id: string): Promise<string[]> {
  const { rows } = await fixture.admin.query<{ state: string }>(
    "select state from integration.provider_calls where subject_id = $1 order by attempt",
    [id],
  );
  return rows.map(({ state }) => state);
}

/** Waits until a request's answer was lost, and time enough has gone by that it is called again. */
async function calledAgain(id: string): Promise<void> {
  await until(async () => (await states(id))[0] === "lost");
  await passLost(id, "2 minutes");
  await until(async () => {
    await passLost(id, "0");
    return (await states(id)).length === 2;
  });
}

const made = { status: "rendering", failure: null };

describe.concurrent("an AI picture", () => {
  test("is made from the brand's prompt, polled, fetched and paid once", async () => {
    const id = await ask("a cup of coffee.", { seed: 7 });
    expect(await sourced(id)).toEqual(made);
    const { kind, prompt, metadata, storage_key } = await picture(id);
    expect({ kind, prompt, metadata }).toEqual({
      kind: "ai",
      prompt:
        "a cup of coffee. Mood: Warm and plain. Colours: Ink #101010. Not these colours: #FF0000. No lettering and no logos.",
      metadata: { model: "flux_dev", seed: 7 },
    });
    expect(await inspectImage(await files.read(String(storage_key)))).toMatchObject({ format: "jpeg" });
    expect(await booked(id)).toEqual(["flux_dev succeeded 0.02"]);
  });

  test.each([
    ["mystic", "0.1"],
    ["hyperflux", "0.01"],
    ["flux_pro_v1_1", "0.05"],
    ["imagen3", "0.05"],
    ["seedream_v4", "0.04"],
    ["nano_banana_pro", "0.1"],
    ["classic_text_to_image", "0.01"],
  ])("comes from %s", async (model, cost) => {
    const id = await ask("a cup of coffee", { model });
    expect(await sourced(id)).toEqual(made);
    expect(await booked(id)).toEqual([`${model} succeeded ${cost}`]);
    expect((await picture(id)).kind).toBe("ai");
  });

  test("may have its prompt improved first", async () => {
    const id = await ask("a cup", { improve_prompt: true });
    expect(await sourced(id)).toEqual(made);
    expect(await booked(id)).toEqual(["improve_prompt succeeded 0.01", "flux_dev succeeded 0.02"]);
    expect((await picture(id)).prompt).toMatch(/^a cup\..* No lettering and no logos\., /);
  });

  test("whose answer was lost is found in the list of tasks, and paid once", async () => {
    const id = await ask("lost coffee sim:create.cut-after-billing");
    expect(await sourced(id)).toEqual(made);
    expect(await booked(id)).toEqual(["flux_dev succeeded 0.02"]);
  });

  // Each of these has a model of its own: of two lost answers of one the list could not say whose a task is.
  test("whose call never arrived is called again, and paid once", async () => {
    const id = await ask("gone coffee sim:create.cut-before", { model: "hyperflux" });
    await calledAgain(id);
    expect(await sourced(id)).toEqual(made);
    await passLost(id, "2 hours");
    await until(async () => {
      await passLost(id, "0");
      return (await booked(id)).length === 2;
    });
    expect(await booked(id)).toEqual(["hyperflux failed 0", "hyperflux succeeded 0.01"]);
  });

  test("whose call arrives after it was called again is paid twice, as billed, and says so", async () => {
    const id = await ask("late coffee sim:create.accepted-late", { model: "imagen3" });
    await calledAgain(id);
    expect(await sourced(id)).toEqual(made);
    expect(await picture(id)).toMatchObject({ kind: "ai" });
    arrival("/v1/ai/text-to-image/imagen3").reach();
    await until(async () => {
      await passLost(id, "0");
      return (await booked(id)).length === 2;
    });
    expect(await booked(id)).toEqual(["imagen3 wasted 0.05", "imagen3 succeeded 0.05"]);
    const { rows } = await fixture.admin.query(
      "select state, error from integration.provider_calls where subject_id = $1 order by attempt",
      [id],
    );
    expect(rows).toEqual([
      { state: "failed", error: expect.stringContaining("its result is not used") },
      { state: "succeeded", error: null },
    ]);
  });

  test("whose call arrives late, when nobody has called again, is paid once and used", async () => {
    const id = await ask("tardy coffee sim:create.accepted-late", { model: "flux_pro_v1_1" });
    await until(async () => (await states(id))[0] === "lost");
    await fixture.asEditor("select api.cancel_content_request($1)", [id]);
    arrival("/v1/ai/text-to-image/flux-pro-v1-1").reach();
    await until(async () => {
      // The minute in which maintenance comes round passes at once.
      await fixture.db.query("select integration.recover_calls()");
      await passLost(id, "0");
      return (await booked(id)).length > 0;
    });
    expect(await booked(id)).toEqual(["flux_pro_v1_1 succeeded 0.05"]);
    await fixture.asEditor("select api.retry_content_request($1)", [id]);
    expect(await sourced(id)).toEqual(made);
    expect(await booked(id)).toEqual(["flux_pro_v1_1 succeeded 0.05"]);
  });

  test.each([
    ["failed", /could not make it/, "flux_dev unknown 0.02"],
    ["stuck", /has not finished in time/, "flux_dev unknown 0.02"],
    ["nsfw", /not safe for work: it is kept out, and its price is booked/, "flux_dev succeeded 0.02"],
    ["no-url", /holds no picture; its price is booked/, "flux_dev succeeded 0.02"],
    ["asset-html", /not a picture that can be used/, "flux_dev succeeded 0.02"],
    ["create.402", /out of credits/, "flux_dev failed 0"],
  ])("that does not come (%s) fails in words, booked", async (scenario, reason, line) => {
    const id = await ask(`coffee sim:${scenario}`);
    expect(await sourced(id)).toMatchObject({ status: "failed", failure: expect.stringMatching(reason) });
    expect(await booked(id)).toEqual([line]);
  });

  test("among whose addresses stands a sentence is taken all the same", async () => {
    expect(await sourced(await ask("coffee sim:non-url"))).toEqual(made);
  });

  test("whose address has expired is asked for again", async () => {
    const id = await ask("coffee sim:asset-expired");
    expect(await sourced(id)).toEqual(made);
    const { rows } = await fixture.admin.query(
      "select refreshes from integration.provider_calls where subject_id = $1",
      [id],
    );
    expect(rows[0].refreshes).toBeGreaterThan(0);
    expect(await booked(id)).toEqual(["flux_dev succeeded 0.02"]);
  });

  test("of a cancelled request is settled, and used when the request goes on", async () => {
    const id = await ask("cancelled coffee");
    await until(async () => {
      const { rows } = await fixture.admin.query(
        "select from integration.provider_calls where subject_id = $1 and state = 'accepted'",
        [id],
      );
      return rows.length > 0;
    });
    await fixture.asEditor("select api.cancel_content_request($1)", [id]);
    await fixture.db.query("select integration.recover_calls()");
    await until(async () => (await booked(id)).length > 0);
    expect(await booked(id)).toEqual(["flux_dev succeeded 0.02"]);
    await fixture.asEditor("select api.retry_content_request($1)", [id]);
    expect(await sourced(id)).toEqual(made);
    expect(await booked(id)).toEqual(["flux_dev succeeded 0.02"]);
  });
});

test("after all that the ledgers agree, call for call", () => expectSameLedgers(fixture, simulator));

test("the database's price of a call is what the simulator bills, to each step's edge", async () => {
  const { rows } = await fixture.admin.query<{ operation: string; resolutions: string[] | null }>(
    `select operation, parameters -> 'resolution' as resolutions from integration.provider_operations
     where provider = 'freepik' and kind in ('text_to_image', 'edit', 'text')`,
  );
  const edges = [1, 921_599, 921_600, 921_601, 1_581_250, 2_073_599, 2_073_600, 2_073_601, 6_325_000];
  for (const { operation, resolutions } of rows) {
    const { path } = endpoints[operation as keyof typeof endpoints] as Endpoint<unknown>;
    const rule = aiPrices[(typeof path === "string" ? path : path({})).slice("/v1/ai/".length) as AiPath];
    const requests: Record<string, unknown>[] = (resolutions ?? []).map((resolution) => ({ resolution }));
    if (operation === "image_upscaler") {
      for (const width of edges) {
        for (const factor of [2, 4, 8, 16].filter((times) => width * times ** 2 <= 25_300_000)) {
          requests.push({ width, height: 1, scale_factor: `${factor}x` });
        }
      }
    } else if (["imagen3", "classic_text_to_image"].includes(operation)) {
      requests.push({}, ...[2, 3, 4].map((num_images) => ({ num_images })));
    } else if (resolutions === null) {
      requests.push({});
    }
    for (const request of requests) {
      const ours = await fixture.admin.query(
        `select amount::float as cost, currency from integration.price_of('freepik', $1, $2, (now() at time zone 'utc')::date)`,
        [operation, JSON.stringify(request)],
      );
      const theirs = costOf(
        rule({
          pictures: Number(request.num_images ?? 1),
          resolution: (request.resolution as string | undefined) ?? null,
          input: { width: Number(request.width ?? 1), height: Number(request.height ?? 1) },
          factor: Number.parseInt(String(request.scale_factor ?? "1x"), 10),
        }),
      );
      expect(ours.rows[0], `${operation} ${JSON.stringify(request)}`).toEqual(theirs);
    }
  }
});

test("whatever the database knows to buy has an endpoint, with or without tasks", async () => {
  const { rows } = await fixture.admin.query<{ operation: string; answers: string }>(
    `select operation, case when is_async then 'task' else 'result' end as answers
     from integration.provider_operations where provider = 'freepik'`,
  );
  expect(Object.fromEntries(rows.map(({ operation, answers }) => [operation, answers]))).toEqual(
    Object.fromEntries(Object.entries(endpoints).map(([operation, { answers }]) => [operation, answers])),
  );
});
