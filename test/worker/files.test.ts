import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FileStore, type FileSystem, sha256Of, storageKey } from "../../worker/files/store.ts";
import type { HttpServer } from "../../worker/http.ts";
import { type Upload, until, WorkerFixture } from "./fixture.ts";

let fixture: WorkerFixture;
let server: HttpServer;
/** Set: the disk takes no more than so many bytes a file. */
let room: number | undefined;

const fullDisk: FileSystem = {
  async open(path) {
    const handle = await open(path, "wx");
    let written = 0;
    const write = handle.writeFile.bind(handle);
    handle.writeFile = async (data) => {
      written += (data as Uint8Array).length;
      if (room !== undefined && written > room) {
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
          code: "ENOSPC",
          syscall: "write",
        });
      }
      await write(data);
    };
    return handle;
  },
};

beforeAll(async () => {
  fixture = await WorkerFixture.create();
  ({ server } = await fixture.serveFiles(fullDisk));
});

afterAll(async () => {
  await server?.close();
  await fixture?.drop();
});

const picture = (width: number, height: number, color: string) =>
  sharp({ create: { width, height, channels: 3, background: color } });

const put = (upload: Upload, body: Buffer, headers: Record<string, string> = upload.headers) =>
  fetch(upload.upload_url, { method: "PUT", body, headers });

async function readUrl(id: string): Promise<string> {
  const [file] = await fixture.asEditor<{ url: string }>("select url from api.files where id = $1", [id]);
  if (file === undefined) throw new Error("The file is not visible.");
  return file.url;
}

describe("an upload", () => {
  let logo: Buffer;
  let upload: Upload;

  beforeAll(async () => {
    logo = await picture(640, 480, "#1DB954").png().toBuffer();
    upload = await fixture.announce(logo, { filename: "Löwe 1.png" });
  });

  test("is received, completed and read back", async () => {
    const sent = await put(upload, logo);
    expect(sent.status).toBe(200);
    expect(await sent.json()).toMatchObject({
      id: upload.id,
      sha256: sha256Of(logo),
      width: 640,
      height: 480,
    });
    expect(fixture.files()).toEqual([
      `org/${fixture.organizationId}/${sha256Of(logo).slice(0, 2)}/${sha256Of(logo)}`,
    ]);

    const [file] = await fixture.asEditor<{ state: string; width: number }>(
      "select state, width from api.complete_upload($1)",
      [upload.id],
    );
    expect(file).toEqual({ state: "stored", width: 640 });

    const read = await fetch(await readUrl(upload.id));
    expect(read.status).toBe(200);
    expect(Buffer.from(await read.arrayBuffer()).equals(logo)).toBe(true);
    expect(read.headers.get("content-type")).toBe("image/png");
    expect(read.headers.get("content-disposition")).toBe("inline; filename*=UTF-8''L%C3%B6we%201.png");
    expect(read.headers.get("cache-control")).toMatch(/^private, max-age=\d+, immutable$/);
    expect(read.headers.get("etag")).toBe(`"${sha256Of(logo)}"`);
    expect(read.headers.get("access-control-allow-origin")).toBe("*");
    expect(read.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("may be sent again", async () => {
    const again = await put(upload, logo);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ id: upload.id });
    expect(fixture.files()).toHaveLength(1);
  });

  test("of the same content is the same file", async () => {
    expect((await fixture.announce(logo, { filename: "other.png" })).id).toBe(upload.id);
  });

  test("is not sent over when the browser has it", async () => {
    const url = await readUrl(upload.id);
    const cached = await fetch(url, { headers: { "If-None-Match": `W/"x", "${sha256Of(logo)}"` } });
    expect(cached.status).toBe(304);
    const other = await fetch(url, { headers: { "If-None-Match": '"x"' } });
    expect(other.status).toBe(200);
    expect((await other.arrayBuffer()).byteLength).toBe(logo.length);
  });

  test("answers HEAD with everything but the bytes", async () => {
    const head = await fetch(await readUrl(upload.id), { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe(String(logo.length));
    expect((await head.arrayBuffer()).byteLength).toBe(0);
  });

  test("answers a browser's question whether it may PUT", async () => {
    const preflight = await fetch(upload.upload_url, {
      method: "OPTIONS",
      headers: { Origin: "https://app.test", "Access-Control-Request-Method": "PUT" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("Content-Type");
  });

  test("takes a font", async () => {
    const font = readFileSync(
      new URL("../../node_modules/@fontsource/inter/files/inter-latin-400-normal.woff", import.meta.url),
    );
    const announced = await fixture.announce(font, {
      kind: "font",
      filename: "inter.woff",
      mime_type: "font/woff",
    });
    const sent = await put(announced, font);
    expect(await sent.json()).toMatchObject({ mime_type: "font/woff", width: null });
    expect(sent.status).toBe(200);
  });
});

describe("an upload that is not what was said", () => {
  let before: string[];
  let png: Buffer;

  beforeAll(async () => {
    png = await picture(300, 200, "#334455").png().toBuffer();
  });
  beforeEach(() => {
    before = fixture.files();
  });
  // Whatever went wrong has left nothing behind, neither under a storage key nor aside.
  afterEach(async () => {
    room = undefined;
    expect(fixture.files()).toEqual(before);
    const { rows } = await fixture.admin.query("select state from system.files where filename = 'bad.png'");
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(["pending"]));
  });

  async function refusal(response: Response) {
    const body = (await response.json()) as { code: string; message: string; hint: string };
    expect(body.message).not.toBe("");
    return { status: response.status, code: body.code };
  }
  const announce = (data: Buffer, said = {}) => fixture.announce(data, { filename: "bad.png", ...said });

  test("of another length, by its header", async () => {
    const upload = await announce(png, { bytes: png.length + 1 });
    expect(await refusal(await put(upload, png))).toEqual({ status: 422, code: "VP302" });
  });

  const chunked = (data: Buffer) => ({
    method: "PUT",
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(data);
        controller.close();
      },
    }),
    duplex: "half" as const,
  });

  test("of more bytes, without a length header", async () => {
    const upload = await announce(png, { bytes: png.length - 1 });
    const response = await fetch(upload.upload_url, { ...chunked(png), headers: upload.headers });
    expect(await refusal(response)).toEqual({ status: 422, code: "VP302" });
  });

  test("of fewer bytes, without a length header", async () => {
    const upload = await announce(png, { bytes: png.length + 1 });
    const response = await fetch(upload.upload_url, { ...chunked(png), headers: upload.headers });
    expect(await refusal(response)).toEqual({ status: 422, code: "VP302" });
  });

  test("of another hash", async () => {
    const upload = await announce(png, { sha256: "0".repeat(64) });
    expect(await refusal(await put(upload, png))).toEqual({ status: 422, code: "VP300" });
  });

  test("sent as another type", async () => {
    const upload = await announce(png);
    expect(await refusal(await put(upload, png, { "Content-Type": "image/jpeg" }))).toEqual({
      status: 422,
      code: "VP301",
    });
  });

  test.each([
    ["a JPEG announced as PNG", () => picture(30, 20, "red").jpeg().toBuffer(), 422, "VP301"],
    [
      "an SVG posing as PNG",
      async () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      422,
      "VP301",
    ],
    ["a text posing as PNG", async () => Buffer.from("hello, I am a picture"), 422, "VP303"],
    ["a truncated PNG", async () => png.subarray(0, png.length - 40), 422, "VP303"],
    ["a PNG of 30,000 × 30,000 pixels", async () => hugePng(30_000), 413, "VP307"],
  ])("%s", async (_name, make, status, code) => {
    const data = await make();
    const upload = await announce(data);
    expect(await refusal(await put(upload, data))).toEqual({ status, code });
  });

  test("a picture posing as a font", async () => {
    const upload = await announce(png, { kind: "font", mime_type: "font/ttf" });
    expect(await refusal(await put(upload, png))).toEqual({ status: 422, code: "VP303" });
  });

  test("broken off by the client", async () => {
    const upload = await announce(png, { sha256: "1".repeat(64) });
    const half = request(upload.upload_url, {
      method: "PUT",
      headers: { ...upload.headers, "Content-Length": png.length },
    });
    half.on("error", () => undefined); // we break it off ourselves
    half.write(png.subarray(0, 10));
    await until(() => fixture.files().length > before.length);
    half.destroy();
    await until(() => fixture.files().length === before.length);
  });

  test("on a full disk, and then goes through when there is room", async () => {
    const upload = await announce(png);
    room = 100;
    expect(await refusal(await put(upload, png))).toEqual({ status: 507, code: "VP306" });
    expect(fixture.files()).toEqual(before);
    room = undefined;
    expect((await put(upload, png)).status).toBe(200);
    before = fixture.files();
    await fixture.admin.query("update system.files set filename = 'good.png' where id = $1", [upload.id]);
  });
});

describe("a URL", () => {
  let upload: Upload;
  const answer = async (url: URL | string, method = "GET") => {
    const response = await fetch(url, { method });
    return { status: response.status, code: ((await response.json()) as { code: string }).code };
  };

  beforeAll(async () => {
    upload = await fixture.announce(await picture(8, 8, "blue").png().toBuffer());
  });

  test("for another method is refused", async () => {
    expect(await answer(upload.upload_url, "GET")).toEqual({ status: 403, code: "VP304" });
    expect(await answer(upload.upload_url, "DELETE")).toEqual({ status: 404, code: "VP200" });
  });

  test.each([
    ["signature", "A".repeat(43)],
    ["signature", "\0"],
    ["signature", ""],
    ["expires", "99999999999"],
    ["expires", "soon"],
    ["expires", ""],
  ])("with another %s is refused", async (name, value) => {
    const url = new URL(upload.upload_url);
    url.searchParams.set(name, value);
    expect(await answer(url, "PUT")).toEqual({ status: 403, code: "VP304" });
  });

  test("whose time is over is refused", async () => {
    const { rows } = await fixture.admin.query(
      "select system.make_file_url('PUT', $1, $2, 'x.png', 1000) as url",
      [fixture.organizationId, upload.id],
    );
    expect(await answer(rows[0].url, "PUT")).toEqual({ status: 403, code: "VP305" });
  });

  test.each(["/files", "/files/a/b/c.png", "/files/../../etc/passwd", "/anything"])(
    "%s is none",
    async (path) => {
      expect(await answer(`http://127.0.0.1:${server.port}${path}`)).toEqual({ status: 404, code: "VP200" });
    },
  );

  test("of a file whose bytes are lost says nothing internal", async () => {
    const { rows: stored } = await fixture.admin.query(
      "select system.store_file($1, 'variant', 'v.png', 'image/png', 5, repeat('e', 64), 1, 1) as id",
      [fixture.organizationId],
    );
    const { rows } = await fixture.admin.query("select system.file_url($1, $2) as url", [
      fixture.organizationId,
      stored[0].id,
    ]);
    const response = await fetch(rows[0].url);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text).code).toBe("VP500");
    expect(text).not.toContain(fixture.folder);
  });
});

describe("temporary files", () => {
  test("that nobody writes to any more are swept", async () => {
    const store = new FileStore(fixture.folder);
    const open = await store.openTemporary();
    await open.write(Buffer.from("x"));
    expect(await store.sweep(60_000)).toBe(0);
    expect(await store.sweep(-1)).toBe(1);
    await open.discard();
  });
});

describe("a file that belongs to nobody", () => {
  test("is found after a while and deleted, and one that was written again meanwhile stays", async () => {
    const folder = join(fixture.folder, "unowned");
    const store = new FileStore(folder);
    await store.prepare();
    const found = async (forMs: number) => {
      const keys: string[] = [];
      for await (const some of store.untouched(forMs)) keys.push(...some);
      return keys;
    };
    expect(await found(-1)).toEqual([]);
    const key = storageKey(fixture.organizationId, sha256Of(Buffer.from("orphan")));
    const file = await store.openTemporary();
    await file.write(Buffer.from("orphan"));
    await file.keep(key);
    expect(await found(60_000)).toEqual([]);
    expect(await found(-1)).toEqual([key]);
    expect(await store.discard(key, 60_000)).toBe(false);
    expect((await store.read(key)).toString()).toBe("orphan");
    expect(await store.discard(key, -1)).toBe(true);
    expect(await found(-1)).toEqual([]);
    expect(await store.discard(key, -1)).toBe(false);
  });
});

/** A PNG whose header says that it is so many pixels wide and high. */
function hugePng(size: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(100))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
