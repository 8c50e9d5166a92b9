import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FileStore, sha256Of } from "../../worker/files/store.ts";
import { render_variants } from "../../worker/tasks/render_variants.ts";
import { rerender_variants } from "../../worker/tasks/rerender_variants.ts";
import { wake_jobs } from "../../worker/tasks/wake_jobs.ts";
import { until, WorkerFixture } from "./fixture.ts";
import { startTestQueue, type TestQueue } from "./test-queue.ts";

let fixture: WorkerFixture;
let files: FileStore;
let queue: TestQueue;
let brand: string;
let template: string;

const layout = (storySize: number, size = 0.08) => ({
  background: "#101010",
  layers: [
    { id: "photo", type: "image", fit: "cover" },
    {
      id: "headline",
      type: "text",
      text: "{{headline}}",
      anchor: "bottom_left",
      margin: 0.06,
      width: 0.88,
      size,
      color: "#FFFFFF",
      panel: { color: "#101010", opacity: 0.9, padding: 0.03, radius: 0.02 },
    },
  ],
  overrides: { tall: { layers: { headline: { size: storySize } } } },
});

/** Holds renderings back, so that a test sees a job half-way. */
let gate: Promise<void> = Promise.resolve();

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  ({ brand, template } = await fixture.addBrand(layout(0.1)));
  files = new FileStore(fixture.folder);
  await fixture.admin.query(
    "insert into system.system_settings (organization_id, key, value) values ($1, 'jobs.per_organization', '1')",
    [fixture.organizationId],
  );
  const tasks = {
    rerender_variants,
    wake_jobs,
    render_variants: async (...given: Parameters<typeof render_variants>) => {
      await gate;
      return render_variants(...given);
    },
    // The requests of this test get their pictures otherwise.
    source_assets: async () => undefined,
  };
  queue = await startTestQueue(fixture, tasks, {}, files);
});

afterAll(async () => {
  await queue?.stop();
  await fixture?.drop();
});

/** A request with a source picture of its own colour, rendered. */
async function ask(headline: string): Promise<string> {
  const [row] = await fixture.asEditor<{ id: string }>(
    `insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, copy, alt_text)
     values ($1, $2, 'Offer', 'coffee', '{instagram/square,instagram/story}', $3, 'A cup') returning id`,
    [brand, template, { headline }],
  );
  const { id } = row as { id: string };
  const data = await sharp({ create: { width: 2600, height: 2000, channels: 3, background: "#808080" } })
    .composite([
      {
        input: Buffer.from(
          '<svg width="2600" height="2000"><circle cx="703" cy="711" r="401" fill="#c04020"/></svg>',
        ),
      },
    ])
    .jpeg()
    .toBuffer();
  const sha256 = sha256Of(data);
  const temporary = await files.openTemporary();
  await temporary.write(data);
  await temporary.keep(`org/${fixture.organizationId}/${sha256.slice(0, 2)}/${sha256}`);
  await fixture.admin.query(
    `with stopped as (select system.cancel_jobs($1, $2)),
      file as (select system.store_file($1, 'source', 'a.jpeg', 'image/jpeg', $3, $4, 2600, 2000) as id from stopped)
     insert into content.generated_assets (organization_id, content_request_id, kind, file_id, width, height)
     select $1, $2, 'upload', id, 2600, 2000 from file`,
    [fixture.organizationId, id, data.length, sha256],
  );
  await fixture.admin.query("select content.transition_request($1, $2, 'sourcing')", [
    fixture.organizationId,
    id,
  ]);
  await fixture.admin.query("select content.start_rendering($1, $2)", [fixture.organizationId, id]);
  return id;
}

async function statuses(ids: string[]): Promise<string[]> {
  const { rows } = await fixture.admin.query<{ status: string }>(
    "select status from content.content_requests where id = any($1) order by array_position($1, id)",
    [ids],
  );
  return rows.map(({ status }) => status);
}

const allReady = (ids: string[]) =>
  until(async () => (await statuses(ids)).every((status) => status === "ready"));

interface Variant {
  placement: string;
  revision: number;
  status: string;
  sha256: string;
  rendered_from: string | null;
}

async function current(id: string): Promise<Variant[]> {
  const { rows } = await fixture.admin.query<Variant>(
    `select v.placement, v.revision, v.status, f.sha256, v.rendered_from
     from content.asset_variants v left join system.files f on f.organization_id = v.organization_id and f.id = v.file_id
     where v.content_request_id = $1 and v.is_current order by v.placement`,
    [id],
  );
  return rows;
}

const revisions = async (id: string) =>
  (await current(id)).map(({ placement, revision }) => `${placement} r${revision}`).join(", ");

async function nextVersion(body: object): Promise<string> {
  const [row] = await fixture.asEditor<{ id: string }>(
    "insert into api.content_templates (slug, name, layout) values ('plain', 'Plain', $1) returning id",
    [body],
  );
  return (row as { id: string }).id;
}

interface Job {
  id: string;
  state: string;
  progress: number;
}

async function start(contentTemplateId: string): Promise<Job> {
  const [job] = await fixture.asEditor<Job>("select * from api.rerender_template($1)", [contentTemplateId]);
  return job as Job;
}

async function jobNow(id: string): Promise<Job> {
  const [job] = await fixture.asEditor<Job>("select * from api.background_jobs where id = $1", [id]);
  return job as Job;
}

const ended = (id: string) =>
  until(async () => !["queued", "dispatched", "running", "waiting"].includes((await jobNow(id)).state));

describe("a changed template", () => {
  test("of one slug goes into the variants it touches, half-way where it is cancelled, and back without rendering", async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 4; n++) ids.push(await ask(`Offer ${n}`));
    await allReady(ids);
    const before = await Promise.all(ids.map(current));

    // Twice the organisation's one place is begun with; the rest is left when it is cancelled.
    const held = Promise.withResolvers<void>();
    gate = held.promise;
    const version2 = await nextVersion(layout(0.14));
    const job = await start(version2);
    await until(async () => (await statuses(ids)).filter((status) => status === "rendering").length === 2);
    await fixture.asEditor("select api.cancel_job($1)", [job.id]);
    held.resolve();
    await allReady(ids);
    expect(await jobNow(job.id)).toMatchObject({ state: "cancelled" });
    expect(await Promise.all(ids.map(revisions))).toEqual([
      "square r1, story r2",
      "square r1, story r2",
      "square r1, story r1",
      "square r1, story r1",
    ]);

    const again = await start(version2);
    await ended(again.id);
    expect(await jobNow(again.id)).toMatchObject({ state: "succeeded", progress: 100 });
    const after = await Promise.all(ids.map(current));
    for (const [n, [square, story]] of after.entries()) {
      expect(square).toEqual(before[n]?.[0]);
      expect(story).toMatchObject({ revision: 2, status: "scored", rendered_from: null });
      expect(story?.sha256).not.toBe(before[n]?.[1]?.sha256);
    }

    const back = await start(await nextVersion(layout(0.1)));
    await ended(back.id);
    const restored = await Promise.all(ids.map(current));
    for (const [n, [, story]] of restored.entries()) {
      expect(story).toMatchObject({ revision: 3, status: "scored", sha256: before[n]?.[1]?.sha256 });
      expect(story?.rendered_from).not.toBeNull();
    }
  });
});

test("a request of the same picture and words takes the files that are there; rendered anew, and alone, it is the same bytes", async () => {
  const one = await ask("The same");
  await allReady([one]);
  const two = await ask("The same");
  await allReady([two]);
  const [made, taken] = await Promise.all([current(one), current(two)]);
  expect(taken.map(({ sha256 }) => sha256)).toEqual(made.map(({ sha256 }) => sha256));
  expect(taken.every(({ rendered_from }) => rendered_from !== null)).toBe(true);

  await fixture.admin.query(
    "update content.asset_variants set render_key = null where content_request_id = any($1) and placement = 'square'",
    [[one, two]],
  );
  const three = await ask("The same");
  await allReady([three]);
  const anew = await current(three);
  expect(anew.map(({ rendered_from }) => rendered_from === null)).toEqual([true, false]);
  expect(anew.map(({ sha256 }) => sha256)).toEqual(made.map(({ sha256 }) => sha256));
});
