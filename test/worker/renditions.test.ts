import { open, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { JobHelpers } from "graphile-worker";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FileStore, type FileSystem, sha256Of, storageKey } from "../../worker/files/store.ts";
import type { HttpServer } from "../../worker/http.ts";
import { encode } from "../../worker/render/encode.ts";
import type { WorkerHelpers } from "../../worker/services.ts";
import { sweep_files } from "../../worker/tasks/sweep_files.ts";
import { silent, until, WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;
let server: HttpServer;
let files: FileStore;
let written = 0;
/** Set: files wait for it before they are written. */
let gate: Promise<void> | undefined;

const countingDisk: FileSystem = {
  async open(path) {
    written += 1;
    await gate;
    return open(path, "wx");
  },
};

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  ({ server, files } = await fixture.serveFiles(countingDisk));
});

afterAll(async () => {
  await server?.close();
  await fixture?.drop();
});

beforeEach(() => {
  written = 0;
});

interface Stored {
  url: string;
  key: string;
  sha256: string;
}

/** A file as the pipeline stores it, and its signed URL. */
async function store(data: Buffer, mime_type: string, width: number | null): Promise<Stored> {
  const sha256 = sha256Of(data);
  const key = storageKey(fixture.organizationId, sha256);
  const temporary = await files.openTemporary();
  await temporary.write(data);
  await temporary.keep(key);
  const name = `story-r1.${mime_type.split("/")[1]}`;
  const { rows: stored } = await fixture.admin.query<{ id: string }>(
    "select system.store_file($1, 'variant', $2, $3, $4, $5, $6, $6) as id",
    [fixture.organizationId, name, mime_type, data.length, sha256, width],
  );
  const { rows } = await fixture.admin.query<{ url: string }>("select system.file_url($1, $2) as url", [
    fixture.organizationId,
    stored[0]?.id,
  ]);
  written = 0;
  return { url: (rows[0] as { url: string }).url, key, sha256 };
}

let shade = 0;
/** A picture that nothing else is the same as. */
async function picture(width: number, height = 60): Promise<Stored> {
  shade += 1;
  const data = await sharp({
    create: { width, height, channels: 3, background: { r: shade, g: 90, b: 150 } },
  })
    .png()
    .toBuffer();
  return store(data, "image/png", width);
}

const wish = ({ url }: Stored, change: string) => `${url}&${change}`;
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
const refusal = async (response: Response) => {
  const { code, message, hint } = (await response.json()) as Record<string, string>;
  return { status: response.status, code, said: `${message} ${hint}` };
};

describe("a rendition", () => {
  test("is as wide as was asked, and is made once", async () => {
    const file = await picture(1000, 500);
    const url = wish(file, "w=320&format=webp");
    const first = await fetch(url);
    expect(first.status).toBe(200);
    const made = await bytes(first);
    expect(await sharp(made).metadata()).toMatchObject({ width: 320, height: 160, format: "webp" });
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "content-type": "image/webp",
      "content-length": String(made.length),
      "content-disposition": "inline; filename*=UTF-8''story-r1-320.webp",
      "cache-control": expect.stringMatching(/^private, max-age=\d+, immutable$/),
      etag: `"${file.sha256}-320.webp"`,
    });
    expect(fixture.files()).toContain(`${file.key}.320.webp`);
    expect(written).toBe(1);

    expect((await bytes(await fetch(url))).equals(made)).toBe(true);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(made.length)]);
    expect(written).toBe(1);
  });

  test("that the browser has is neither sent nor made", async () => {
    const file = await picture(500);
    const known = { "If-None-Match": `"${file.sha256}-160.jpeg"` };
    expect((await fetch(wish(file, "w=160&format=jpeg"), { headers: known })).status).toBe(304);
    expect(written).toBe(0);
    expect((await fetch(wish(file, "w=320&format=jpeg"), { headers: known })).status).toBe(200);
  });

  test("is never larger than the picture, and then the same for all widths", async () => {
    const file = await picture(200);
    for (const width of [320, 1280]) {
      const response = await fetch(wish(file, `w=${width}&format=jpeg`));
      expect(response.headers.get("etag")).toBe(`"${file.sha256}-200.jpeg"`);
      expect(await sharp(await bytes(response)).metadata()).toMatchObject({ width: 200, height: 60 });
    }
    expect(written).toBe(1);
  });

  test.each([
    ["image/avif,image/webp,image/apng,*/*;q=0.8", "image/avif"],
    ["image/webp,*/*", "image/webp"],
    ["image/avif;q=0, image/webp;q=0.5", "image/webp"],
    ["image/*", "image/jpeg"],
    ["*/*", "image/jpeg"],
  ])("for %s is %s", async (accept, type) => {
    const file = await picture(300);
    const response = await fetch(wish(file, "w=160"), { headers: { Accept: accept } });
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("vary")).toBe("Accept");
    // Libvips has one name for all that is in this container.
    const format = type === "image/avif" ? "heif" : type.slice(6);
    expect(await sharp(await bytes(response)).metadata()).toMatchObject({ width: 160, format });
  });

  test("of a named format does not depend on what is accepted", async () => {
    const file = await picture(300);
    const headers = { Accept: "image/avif" };
    const response = await fetch(wish(file, "w=160&format=jpeg"), { headers });
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("vary")).toBe(null);
  });

  test("shows what is transparent as white where its format has no transparency", async () => {
    const clear = await sharp({ create: { width: 200, height: 60, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    const file = await store(clear, "image/png", 200);
    const jpeg = await bytes(await fetch(wish(file, "w=160&format=jpeg")));
    expect((await sharp(jpeg).stats()).channels.map(({ min }) => min)).toEqual([255, 255, 255]);
    const webp = await bytes(await fetch(wish(file, "w=160&format=webp")));
    expect((await sharp(webp).stats()).channels[3]?.max).toBe(0);
  });

  test.each(["avif", "webp", "jpeg"])("in %s still says that a model made the picture", async (format) => {
    const pixels = { data: Buffer.alloc(300 * 200 * 3, format), width: 300, height: 200 };
    const { data } = await encode(pixels, ["jpeg"], 8_000_000, {
      digital_source_type: "trainedAlgorithmicMedia",
      credit: null,
      license_url: null,
      description: null,
    });
    const file = await store(data, "image/jpeg", 300);
    const made = await bytes(await fetch(wish(file, `w=160&format=${format}`)));
    expect((await sharp(made).metadata()).xmp?.toString()).toContain("trainedAlgorithmicMedia");
  });
});

describe("is refused", () => {
  test.each([
    ["w=500", "160, 320, 640, 960, 1280"],
    ["w=0160", "160, 320, 640, 960, 1280"],
    ["w=", "160, 320, 640, 960, 1280"],
    ["format=webp", "160, 320, 640, 960, 1280"],
    ["w=160&format=gif", "avif, webp, jpeg"],
  ])("%s, with what there is", async (change, said) => {
    const answer = await refusal(await fetch(wish(await picture(300), change)));
    expect(answer).toEqual({ status: 400, code: "VP309", said: expect.stringContaining(said) });
    expect(written).toBe(0);
  });

  test("a font in some width", async () => {
    const file = await store(Buffer.from("no picture"), "font/ttf", null);
    expect(await refusal(await fetch(wish(file, "w=160")))).toMatchObject({ status: 400, code: "VP309" });
  });

  test("a URL that is signed for another file", async () => {
    const [one, other] = [await picture(300), await picture(300)];
    const url = new URL(wish(one, "w=160"));
    url.pathname = new URL(other.url).pathname;
    expect(await refusal(await fetch(url))).toMatchObject({ status: 403, code: "VP304" });
    expect(written).toBe(0);
  });
});

test("is made once, however many ask for it at the same time", async () => {
  const file = await picture(900, 600);
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => bytes(await fetch(wish(file, "w=640&format=webp")))),
  );
  expect(new Set(answers.map((answer) => sha256Of(answer))).size).toBe(1);
  expect(written).toBe(1);
});

test("is made two at a time; of those beyond what may wait, each is told to come again", async () => {
  const pictures = await Promise.all(Array.from({ length: 7 }, () => picture(1300, 20)));
  const urls = pictures.flatMap((file) =>
    [160, 320, 640, 960, 1280].map((w) => wish(file, `w=${w}&format=jpeg`)),
  );
  written = 0;
  let release = () => {};
  gate = new Promise((resolve) => {
    release = resolve;
  });
  const statuses: number[] = [];
  try {
    const all = urls.map(async (url) => {
      const response = await fetch(url);
      statuses.push(response.status);
      if (response.status === 503) {
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(await refusal(response)).toMatchObject({ code: "VP310" });
      }
    });
    // Two are being made, 32 wait: of 35 one is too many.
    await until(() => written === 2 && statuses.length === 1);
    expect(statuses).toEqual([503]);
    release();
    await Promise.all(all);
  } finally {
    release();
    gate = undefined;
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(34);
  expect(written).toBe(34);
});

test("that fails can be asked for again", async () => {
  const file = await picture(300);
  gate = Promise.reject(Object.assign(new Error("ENOSPC"), { code: "ENOSPC" }));
  gate.catch(() => undefined); // each writer sees it
  expect(await refusal(await fetch(wish(file, "w=160")))).toMatchObject({ status: 507, code: "VP306" });
  gate = undefined;
  expect((await fetch(wish(file, "w=160"))).status).toBe(200);
});

describe("the nightly sweep", () => {
  const age = async (key: string, days: number) => {
    const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    await utimes(join(fixture.folder, key), then, then);
  };
  const sweep = () => {
    const services = { db: fixture.db, files, log: silent };
    return sweep_files({}, { services } as unknown as JobHelpers & WorkerHelpers);
  };

  test("keeps renditions that are used, and deletes those that nobody looked at for a month", async () => {
    const file = await picture(1300);
    for (const width of [160, 320, 640]) await fetch(wish(file, `w=${width}&format=jpeg`));
    await age(file.key, 400);
    await age(`${file.key}.160.jpeg`, 20);
    await age(`${file.key}.320.jpeg`, 31);
    await age(`${file.key}.640.jpeg`, 31);
    await fetch(wish(file, "w=640&format=jpeg"));
    await sweep();
    const left = fixture.files().filter((name) => name.startsWith(file.key));
    expect(left.sort()).toEqual([file.key, `${file.key}.160.jpeg`, `${file.key}.640.jpeg`]);
    expect(Date.now() - (await stat(join(fixture.folder, `${file.key}.640.jpeg`))).mtimeMs).toBeLessThan(
      60_000,
    );
  });

  test("deletes renditions with the file that they are of", async () => {
    const file = await picture(300);
    await fetch(wish(file, "w=160&format=jpeg"));
    await fixture.admin.query("delete from system.files where sha256 = $1", [file.sha256]);
    await age(file.key, 1);
    await age(`${file.key}.160.jpeg`, 1);
    await sweep();
    expect(fixture.files().filter((name) => name.startsWith(file.key))).toEqual([]);
  });
});
