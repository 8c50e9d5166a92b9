import ExifReader from "exifreader";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "../../scripts/simulator/server.ts";
import { FileStore } from "../../worker/files/store.ts";
import { inspectImage } from "../../worker/render/inspect.ts";
import { render_variants } from "../../worker/tasks/render_variants.ts";
import { source_assets } from "../../worker/tasks/source_assets.ts";
import { wake_jobs } from "../../worker/tasks/wake_jobs.ts";
import { until, WorkerFixture } from "./fixture.ts";
import { expectSameLedgers, startTestQueue, type TestQueue } from "./test-queue.ts";

/** A store whose next read can be made to fail. */
class FailingStore extends FileStore {
  fails = false;
  override read(key: string): Promise<Buffer> {
    if (!this.fails) return super.read(key);
    this.fails = false;
    return Promise.reject(new Error("The disk is gone."));
  }
}

let fixture: WorkerFixture;
let simulator: RunningSimulator;
let files: FailingStore;
let queue: TestQueue;
let brand: string;
let template: string;

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  simulator = await startSimulator({ resources: 1_000, seed: "expand", taskMs: 200 });
  ({ brand, template } = await fixture.addBrand({ layers: [{ id: "photo", type: "image" }] }));
  await fixture.admin.query(
    `insert into system.system_settings (organization_id, key, value)
     values (identity.system_organization_id(), 'integration.task_patience_s', '3'),
       (identity.system_organization_id(), 'jobs.per_organization', '50')`,
  );
  files = new FailingStore(fixture.folder);
  const env = { FREEPIK_URL: simulator.url, FREEPIK_API_KEY: "sim-expand", WORKER_CONCURRENCY: "8" };
  queue = await startTestQueue(fixture, { source_assets, render_variants, wake_jobs }, env, files);
});

afterAll(async () => {
  await queue?.stop();
  await simulator?.close();
  await fixture?.drop();
});

/** Asks for a landscape photograph as a square post and as a story; the prompt goes with what is to be painted. */
async function ask(prompt: string, source: Record<string, unknown> = { expand: true }): Promise<string> {
  const [row] = await fixture.asEditor<{ id: string }>(
    `insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, prompt, placements, sources)
     values ($1, $2, 'Coffee', 'coffee', $3, '{instagram/square,instagram/story}', $4) returning id`,
    [brand, template, prompt, JSON.stringify([{ type: "stock", orientation: "landscape", ...source }])],
  );
  return (row as { id: string }).id;
}

interface Outcome {
  status: string;
  failure: string | null;
  expansion_failure: string | null;
}

async function finished(id: string): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await until(async () => {
    const { rows } = await fixture.admin.query<Outcome>(
      "select status, failure, expansion_failure from content.content_requests where id = $1",
      [id],
    );
    outcome = rows[0];
    return !["queued", "sourcing", "rendering"].includes(String(outcome?.status));
  });
  return outcome as Outcome;
}

/** What was booked for a request's expansion, in the order of the calls. */
async function booked(id: string): Promise<string[]> {
  const { rows } = await fixture.admin.query<{ line: string }>(
    `select u.outcome || ' ' || trim_scale(u.cost) as line
     from integration.api_usage u join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
     where u.subject_id = $1 and u.operation = 'image_expand' order by c.id`,
    [id],
  );
  return rows.map(({ line }) => line);
}

interface Variant {
  placement: string;
  expanded_for: string[] | null;
  fill: string;
  source_key: string;
  storage_key: string;
}

async function variants(id: string): Promise<Variant[]> {
  const { rows } = await fixture.admin.query<Variant>(
    `select v.placement, a.expanded_for, m.measured #>> '{source,fill}' as fill, s.storage_key as source_key, f.storage_key
     from content.asset_variants v
     join content.generated_assets a on a.organization_id = v.organization_id and a.id = v.generated_asset_id
     join content.measurements m on m.organization_id = v.organization_id and m.asset_variant_id = v.id
     join system.files s on s.organization_id = a.organization_id and s.id = a.file_id
     join system.files f on f.organization_id = v.organization_id and f.id = v.file_id
     where v.content_request_id = $1 order by v.placement`,
    [id],
  );
  return rows;
}

const ready = { status: "ready", failure: null, expansion_failure: null };

describe.concurrent("a photograph whose source says expand", () => {
  test("is painted on above and below for a story, and only for that", async () => {
    const id = await ask("a cup of coffee");
    expect(await finished(id)).toEqual(ready);
    expect(await booked(id)).toEqual(["succeeded 0.05"]);
    const [square, story] = (await variants(id)) as [Variant, Variant];
    expect([square.expanded_for, story.expanded_for]).toEqual([null, ["instagram/story"]]);
    expect(story.fill).toBe("none");
    // The picture itself is as wide as what was made of it, and no story is upright enough to hold all of it.
    const [own, expanded] = await Promise.all(
      [square, story].map(async ({ source_key }) => inspectImage(await files.read(source_key))),
    );
    const { rows } = await fixture.admin.query(
      "select request from integration.provider_calls where subject_id = $1 and operation = 'image_expand'",
      [id],
    );
    const { width, height, top, bottom } = rows[0].request;
    expect(width / height).toBeCloseTo((own?.width ?? 0) / (own?.height ?? 1), 2);
    expect(expanded).toMatchObject({ width, height: height + top + bottom });
    expect(0.75 * width).toBeGreaterThanOrEqual(1079);
    const said = await Promise.all(
      [square, story].map(async ({ storage_key }) => {
        const { xmp } = ExifReader.load(await files.read(storage_key), { expanded: true });
        return [xmp?.DigitalSourceType?.description, xmp?.WebStatement?.description];
      }),
    );
    expect(said).toEqual([
      [undefined, expect.stringMatching(/^https?:/)],
      ["http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia", said[0]?.[1]],
    ]);
  });

  test("is not, unless it says so", async () => {
    const id = await ask("a cup of coffee", {});
    expect(await finished(id)).toEqual(ready);
    expect(await booked(id)).toEqual([]);
    expect((await variants(id)).map(({ expanded_for }) => expanded_for)).toEqual([null, null]);
  });

  test.each([
    ["failed", /could not make it/, ["unknown 0.05"]],
    ["stuck", /has not finished in time/, ["unknown 0.05"]],
    ["nsfw", /not safe for work: it is kept out, and its price is booked/, ["succeeded 0.05"]],
    ["asset-html", /not a picture that can be used/, ["succeeded 0.05"]],
    ["create.402", /out of credits/, ["failed 0"]],
  ])("is filled up as ever where that does not come (%s), which is said", async (scenario, reason, lines) => {
    const id = await ask(`coffee sim:${scenario}`);
    expect(await finished(id)).toEqual({
      ...ready,
      expansion_failure: expect.stringMatching(reason),
    });
    expect(await booked(id)).toEqual(lines);
    expect((await variants(id)).map(({ expanded_for }) => expanded_for)).toEqual([null, null]);
  });

  test("is sent once, though its answer was lost", async () => {
    const id = await ask("coffee sim:create.cut-after-billing");
    expect(await finished(id)).toEqual(ready);
    expect(await booked(id)).toEqual(["succeeded 0.05"]);
  });
});

test("a photograph that cannot be read is not sent, and its price comes free", async () => {
  files.fails = true;
  const id = await ask("an unread cup of coffee");
  expect(await finished(id)).toEqual(ready);
  expect(files.fails).toBe(false);
  expect(await booked(id)).toEqual(["failed 0", "succeeded 0.05"]);
});

test("after all that the ledgers agree, call for call", () => expectSameLedgers(fixture, simulator));
