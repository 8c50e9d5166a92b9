import { mkdir, rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storeResult } from "../../worker/files/result.ts";
import { FileStore, sha256Of, storageKey } from "../../worker/files/store.ts";
import { WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;
let files: FileStore;
const data = Buffer.from("a picture");

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  files = new FileStore(fixture.folder);
  await files.prepare();
  await fixture.admin.query(
    "create table public.results (sha256 text); grant insert on public.results to vp_worker",
  );
});

afterAll(() => fixture?.drop());

function store(record: Parameters<typeof storeResult>[3]): Promise<void> {
  return storeResult({ db: fixture.db, files }, fixture.organizationId, data, record);
}

async function rows(): Promise<number> {
  return (await fixture.admin.query("select from public.results")).rowCount ?? 0;
}

test("a result that nobody wants any more leaves no file", async () => {
  await store(async () => false);
  expect(fixture.files()).toEqual([]);
});

test("nor does one whose row is refused", async () => {
  await expect(store(async (client) => (await client.query("select 1 / 0")) && true)).rejects.toMatchObject({
    code: "22012",
  });
  expect(fixture.files()).toEqual([]);
});

test("one that the disk refuses leaves no row", async () => {
  const target = files.path(storageKey(fixture.organizationId, sha256Of(data)));
  await mkdir(target, { recursive: true }); // a folder in the place of the file
  await expect(
    store(async (client, { sha256 }) => {
      await client.query("insert into public.results values ($1)", [sha256]);
      return true;
    }),
  ).rejects.toMatchObject({ code: "EISDIR" });
  await rm(target, { recursive: true });
  expect({ rows: await rows(), files: fixture.files() }).toEqual({ rows: 0, files: [] });
});

test("one that is wanted has both", async () => {
  await store(async (client, { sha256, bytes }) => {
    expect(bytes).toBe(data.length);
    await client.query("insert into public.results values ($1)", [sha256]);
    return true;
  });
  expect({ rows: await rows(), files: fixture.files() }).toEqual({
    rows: 1,
    files: [storageKey(fixture.organizationId, sha256Of(data))],
  });
});
