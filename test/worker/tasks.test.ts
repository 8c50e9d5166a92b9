import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { open, stat } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { syntheticCatalogue } from "../../scripts/simulator/catalogue.ts";
import { type RunningSimulator, startSimulator } from "../../scripts/simulator/server.ts";
import { FileStore, type FileSystem } from "../../worker/files/store.ts";
import { inspectImage } from "../../worker/render/inspect.ts";
import { STAGE_CHANNEL, type StageTime } from "../../worker/render/stages.ts";
import { render_variants } from "../../worker/tasks/render_variants.ts";
import { source_assets } from "../../worker/tasks/source_assets.ts";
import { wake_jobs } from "../../worker/tasks/wake_jobs.ts";
import { until, WorkerFixture } from "./fixture.ts";
import { ledgerOf, startTestQueue, type TestQueue } from "./test-queue.ts";

let fixture: WorkerFixture;
let simulator: RunningSimulator;
let files: FileStore;
let queue: TestQueue;
let brand: string;
let template: string;

/** What the file store's disk does: a test may fill it. */
let diskIsFull = false;
const disk: FileSystem = {
  open: async (path) => {
    if (diskIsFull)
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: "write" });
    return open(path, "wx", 0o640);
  },
};

const layout = {
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
      size: 0.08,
      color: "#FFFFFF",
      panel: { color: "#101010", opacity: 0.9, padding: 0.03, radius: 0.02 },
    },
  ],
};

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  simulator = await startSimulator({ resources: 1_500, seed: "tasks" });
  ({ brand, template } = await fixture.addBrand(layout));
  files = new FileStore(fixture.folder, disk);
  const env = { FREEPIK_URL: simulator.url, FREEPIK_API_KEY: "sim-tasks" };
  queue = await startTestQueue(fixture, { source_assets, render_variants, wake_jobs }, env, files);
});

afterAll(async () => {
  await queue?.stop();
  await simulator?.close();
  await fixture?.drop();
});

interface RequestRow {
  status: string;
  failure: string | null;
}
interface VariantRow {
  placement: string;
  status: string;
  width: number;
  height: number;
  bytes: number;
  format: string;
  score: string | null;
  storage_key: string | null;
  failure: string | null;
}

async function ask(searchTerm: string, more: Record<string, unknown> = {}): Promise<string> {
  const [row] = await fixture.asEditor<{ id: string }>(
    `insert into api.content_requests (brand_profile_id, content_template_id, title, search_term, placements, copy, alt_text, sources)
     values ($1, $2, $3, $4, $5, $6, 'A cup of coffee', $7) returning id`,
    [
      brand,
      template,
      searchTerm,
      searchTerm,
      more.placements ?? ["x/square"],
      { headline: more.headline ?? "Coffee first" },
      JSON.stringify([{ type: "stock", ...(more.source as object) }]),
    ],
  );
  return (row as { id: string }).id;
}

async function requestRow(id: string): Promise<RequestRow> {
  const { rows } = await fixture.admin.query<RequestRow>(
    "select status, failure from content.content_requests where id = $1",
    [id],
  );
  return rows[0] as RequestRow;
}

/** Waits until nothing is done for a request any more. */
async function ended(id: string): Promise<RequestRow> {
  await until(async () => {
    const { rows } = await fixture.admin.query(
      "select from system.background_jobs where subject_id = $1 and state in ('queued', 'dispatched', 'running', 'waiting')",
      [id],
    );
    return rows.length === 0;
  });
  return requestRow(id);
}

async function variants(id: string): Promise<VariantRow[]> {
  const { rows } = await fixture.admin.query<VariantRow>(
    `select v.placement, v.status, v.width, v.height, v.bytes::int, v.format, v.score, f.storage_key, v.failure
     from content.asset_variants v left join system.files f on f.organization_id = v.organization_id and f.id = v.file_id
     where v.content_request_id = $1 order by v.platform, v.placement`,
    [id],
  );
  return rows;
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

async function attentionId(id: string): Promise<string> {
  const { rows } = await fixture.admin.query<{ id: string }>(
    "select id from integration.provider_calls where subject_id = $1 and state = 'needs_attention'",
    [id],
  );
  return (rows[0] as { id: string }).id;
}

async function asAdmin(work: () => Promise<unknown>): Promise<void> {
  const set = (role: string) =>
    fixture.admin.query("update identity.user_organizations set role = $1 where user_id = $2", [
      role,
      fixture.userId,
    ]);
  await set("admin");
  await work();
  await set("editor");
}

const searched = "stock_search succeeded 0";
const bought = "stock_download succeeded 0.1";

describe("a request", () => {
  test("becomes pictures of the right size and format, scored, for the price of one download", async () => {
    const id = await ask("coffee", { placements: ["instagram/square", "instagram/story", "facebook/link"] });
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    const made = await variants(id);
    expect(made).toMatchObject([
      { placement: "link", width: 1200, height: 630, format: "jpeg", status: "scored" },
      { placement: "square", width: 1080, height: 1080, format: "jpeg", status: "scored" },
      { placement: "story", width: 1080, height: 1920, format: "jpeg", status: "scored" },
    ]);
    for (const { storage_key, width, height, bytes, score } of made) {
      expect(await inspectImage(await files.read(storage_key ?? ""))).toMatchObject({
        format: "jpeg",
        width,
        height,
        bytes,
      });
      expect(Number(score)).toBeGreaterThan(0);
    }
    expect(await booked(id)).toEqual([searched, bought]);
    const { rows } = await fixture.admin.query(
      `select a.license ->> 'type' as license, f.storage_key, f.bytes::int from content.generated_assets a
       join system.files f on f.organization_id = a.organization_id and f.id = a.file_id where a.content_request_id = $1`,
      [id],
    );
    expect(rows).toMatchObject([{ license: expect.stringMatching(/^(freemium|premium)$/) }]);
    expect((await stat(files.path(rows[0].storage_key))).size).toBe(rows[0].bytes);
  });

  test("decodes its picture once, though several variants are rendered at a time", async () => {
    const decoded: StageTime[] = [];
    const listen = (message: unknown) => {
      if ((message as StageTime).stage === "decode") decoded.push(message as StageTime);
    };
    subscribe(STAGE_CHANNEL, listen);
    try {
      const id = await ask("forest", {
        placements: ["instagram/square", "x/post", "facebook/link", "x/header"],
        headline: "Coffee once",
      });
      expect(await ended(id)).toEqual({ status: "ready", failure: null });
      expect(await variants(id)).toHaveLength(4);
    } finally {
      unsubscribe(STAGE_CHANNEL, listen);
    }
    expect(decoded).toHaveLength(1);
  });

  test("finds its picture by the source's filters, or is told which one", async () => {
    const id = await ask("coffee", { source: { license: "premium", order: "recent", people: "exclude" } });
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(await booked(id)).toEqual([searched, bought]);
    const pictureOf = async (request: string) => {
      const { rows } = await fixture.admin.query<{ picture: string; license: string }>(
        "select provider_asset_id as picture, license ->> 'type' as license from content.generated_assets where content_request_id = $1",
        [request],
      );
      return rows[0];
    };
    const found = await pictureOf(id);
    expect(found).toMatchObject({ license: "premium" });
    const same = await ask("by its id", { source: { resource_id: found?.picture } });
    expect(await ended(same)).toEqual({ status: "ready", failure: null });
    expect(await booked(same)).toEqual(["stock_details succeeded 0", bought]);
    expect(await pictureOf(same)).toEqual(found);
  });

  test("for a picture that does not exist, or is none, fails and pays nothing", async () => {
    const gone = await ask("gone", { source: { resource_id: "1" } });
    expect(await ended(gone)).toEqual({
      status: "failed",
      failure: "Freepik answered 404: Resource not found",
    });
    expect(await booked(gone)).toEqual(["stock_details failed 0"]);
    const vector = syntheticCatalogue("tasks", 1_500, new Date()).list.find(({ type }) => type === "vector");
    const drawing = await ask("drawing", { source: { resource_id: String(vector?.id) } });
    expect(await ended(drawing)).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("is no photograph but a vector"),
    });
    expect(await booked(drawing)).toEqual(["stock_details succeeded 0"]);
  });

  test("gets over a provider that is unavailable for a moment", async () => {
    const id = await ask("coffee sim:download.503-then-ok");
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(await booked(id)).toEqual([searched, "stock_download failed 0", bought]);
  });

  test("makes a free call again whose answer was lost", async () => {
    const id = await ask("coffee sim:search.cut-after-billing");
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(await booked(id)).toEqual(["stock_search unknown 0", searched, bought]);
  });

  test("waits as long as the provider asks for", async () => {
    const began = Date.now();
    const id = await ask("coffee sim:search.429-retry-after");
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(Date.now() - began).toBeGreaterThan(2_000);
    expect(await booked(id)).toEqual(["stock_search failed 0", searched, bought]);
  });

  test("leaves a paid answer that was lost to a person, who has it bought again", async () => {
    const id = await ask("coffee sim:download.cut-after-billing");
    const { status, failure } = await ended(id);
    expect(status).toBe("needs_attention");
    expect(failure).toContain(`An admin calls resolve_call with id ${await attentionId(id)}`);
    expect(await booked(id)).toEqual([searched, "stock_download unknown 0.1"]);
    const call = await attentionId(id);
    await asAdmin(() => fixture.asEditor("select api.resolve_call($1, 'retry')", [call]));
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(await booked(id)).toEqual([searched, "stock_download unknown 0.1", bought]);
  });

  test("leaves a paid answer that is HTML to a person, who gives it up", async () => {
    const id = await ask("coffee sim:download.html");
    expect(await ended(id)).toMatchObject({
      status: "needs_attention",
      failure: expect.stringContaining("a page of HTML"),
    });
    const call = await attentionId(id);
    await asAdmin(() => fixture.asEditor("select api.resolve_call($1, 'write_off')", [call]));
    expect(await ended(id)).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("written off"),
    });
    expect(await booked(id)).toEqual([searched, "stock_download unknown 0.1"]);
  });

  test("without credits fails and says so", async () => {
    const id = await ask("coffee sim:download.402");
    expect(await ended(id)).toEqual({
      status: "failed",
      failure: "Freepik answered 402: You have run out of credits",
    });
    expect(await variants(id)).toMatchObject([{ status: "failed" }]);
    expect(await booked(id)).toEqual([searched, "stock_download failed 0"]);
  });

  test.each([
    ["asset-html", /not a picture that can be used. The file is/],
    ["asset-truncated", /not a picture that can be used. The picture is damaged or cut short/],
    ["asset-huge", /not a picture that can be used. The picture is 30000 × 30000 pixels/],
  ])("whose file is no picture (%s) fails, with nothing half done", async (scenario, failure) => {
    const id = await ask(`coffee sim:download.${scenario}`);
    expect(await ended(id)).toMatchObject({ status: "failed", failure: expect.stringMatching(failure) });
    expect(await booked(id)).toEqual([searched, bought]);
    const { rows } = await fixture.admin.query(
      "select from content.generated_assets where content_request_id = $1",
      [id],
    );
    expect(rows).toHaveLength(0);
  });

  test("whose file has expired asks before it pays again", async () => {
    const id = await ask("coffee sim:download.asset-expired");
    expect(await ended(id)).toMatchObject({
      status: "needs_attention",
      failure: expect.stringContaining("expired"),
    });
    expect(await booked(id)).toEqual([searched, bought]);
    const call = await attentionId(id);
    await asAdmin(() => fixture.asEditor("select api.resolve_call($1, 'retry')", [call]));
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(await booked(id)).toEqual([searched, bought, bought]);
  });

  test("that nothing is found for fails", async () => {
    const id = await ask("xyzzyplugh");
    expect(await ended(id)).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("No photograph was found"),
    });
    expect(await booked(id)).toEqual([searched, searched]);
  });

  test("waits for room on the disk, and pays nothing again", async () => {
    diskIsFull = true;
    const id = await ask("coffee table");
    await until(async () => {
      const { rows } = await fixture.admin.query(
        "select last_error from system.background_jobs where subject_id = $1",
        [id],
      );
      return rows[0]?.last_error === "The file store is full.";
    });
    diskIsFull = false;
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect(await booked(id)).toEqual([searched, bought]);
  });

  test("is ready with the placements that its words fit, and complete after a revision", async () => {
    // A character that no font has: it is found out when the text is set.
    const id = await ask("coffee", { headline: "\u{12000}", placements: ["x/header", "x/square"] });
    expect(await ended(id)).toMatchObject({ status: "failed", failure: expect.stringContaining("x/header") });
    expect(await variants(id)).toMatchObject([{ status: "failed" }, { status: "failed" }]);
    const { rows } = await fixture.admin.query<{ id: string }>(
      "select id from content.asset_variants where content_request_id = $1",
      [id],
    );
    for (const { id: variant } of rows) {
      await fixture.asEditor("select api.revise_asset_variant($1, $2)", [
        variant,
        { headline: "Plain words" },
      ]);
    }
    expect(await ended(id)).toEqual({ status: "ready", failure: null });
    expect((await variants(id)).map(({ status }) => status).sort()).toEqual([
      "scored",
      "scored",
      "superseded",
      "superseded",
    ]);
    expect(await booked(id)).toEqual([searched, bought]);
  });
});

test("the simulator billed what we booked, call for call, but for details, which are on no bill", async () => {
  const theirs = await ledgerOf(simulator);
  const { rows } = await fixture.admin.query<{ attempt_id: string; cost: string }>(
    "select provider_call_id as attempt_id, trim_scale(cost) as cost from integration.api_usage where outcome <> 'failed' and operation <> 'stock_details'",
  );
  const line = ({ attempt_id, cost }: { attempt_id: string | null; cost: number | string }) =>
    `${attempt_id} ${cost}`;
  expect(rows.map(line).sort()).toEqual(theirs.map(line).sort());
  expect(theirs.length).toBeGreaterThan(20);
});
