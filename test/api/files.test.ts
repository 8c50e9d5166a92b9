import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, need } from "../../scripts/demo/client.ts";
import { download, upload } from "../../scripts/demo/files.ts";
import { hugePng } from "../../scripts/simulator/scenarios.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal, signUpMember, signUpOwner, unique } from "./helpers.ts";

let stack: TestStack;
let url: string;
let api: Api;

beforeAll(async () => {
  stack = await startTestStack();
  url = stack.state().api_url;
  ({ api } = await signUpOwner(url));
});
afterAll(() => stack?.stop());

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest("hex");

/** A picture that nothing else is the same as. */
function picture(): Promise<Buffer> {
  const text = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="#${unique("").slice(1, 7)}"/></svg>`,
  );
  return sharp(text).png().toBuffer();
}

interface Said {
  kind?: string;
  mime_type?: string;
  bytes?: number;
  sha256?: string;
}

/** Announces a file, with something about it said wrong. */
async function announce(data: Buffer, said: Said = {}) {
  return need(
    "create_upload",
    api.rpc("create_upload", {
      kind: "image",
      filename: "picture.png",
      mime_type: "image/png",
      bytes: data.length,
      sha256: sha256(data),
      ...said,
    }),
  );
}

async function put(upload_url: string | null, data: Buffer, type = "image/png") {
  const response = await fetch(upload_url ?? "", {
    method: "PUT",
    headers: { "Content-Type": type },
    body: new Uint8Array(data),
  });
  return { status: response.status, body: (await response.json()) as { code?: string; hint?: string } };
}

/** Sends a file as announced and says how that is answered; what is refused must leave the file unusable. */
async function send(data: Buffer, said: Said = {}) {
  const { id, upload_url } = await announce(data, said);
  const { status, body } = await put(upload_url, data, said.mime_type);
  if (status !== 200) {
    expect(body.hint).toEqual(expect.any(String));
    expect(await refusal(api.rpc("complete_upload", { id: id ?? "" }))).toEqual({
      status: 409,
      code: "VP202",
    });
  }
  return { status, code: body.code };
}

describe("an upload", () => {
  test("comes back byte for byte, and is the same file when it is sent again", async () => {
    const data = await picture();
    const file = { kind: "image", filename: "Größe 50%.png", mime_type: "image/png", data } as const;
    const id = await upload(api, file);
    expect(await upload(api, file)).toBe(id);
    const row = await need("files", api.from("files").select().eq("id", id).single());
    expect(row).toMatchObject({
      state: "stored",
      kind: "image",
      mime_type: "image/png",
      bytes: data.length,
      width: 64,
      height: 48,
    });
    expect((await download(row)).equals(data)).toBe(true);
    const head = await fetch(row.url ?? "", { method: "HEAD" });
    expect(head.headers.get("content-type")).toBe("image/png");
    expect(head.headers.get("content-length")).toBe(String(data.length));
  });

  test("is a font only if it can be set", async () => {
    const font = await readFile(
      createRequire(import.meta.url).resolve("@fontsource/inter/files/inter-latin-700-normal.woff"),
    );
    expect(await send(font, { kind: "font", mime_type: "font/woff" })).toMatchObject({ status: 200 });
    const cut = font.subarray(0, 4_000);
    expect(await send(cut, { kind: "font", mime_type: "font/woff" })).toEqual({ status: 422, code: "VP303" });
  });

  test("needs the role editor", async () => {
    const owner = await signUpOwner(url);
    const viewer = await signUpMember(url, owner.api, "viewer");
    const data = await picture();
    const args = { kind: "image", filename: "a.png", mime_type: "image/png", bytes: data.length };
    expect(await refusal(viewer.api.rpc("create_upload", { ...args, sha256: sha256(data) }))).toEqual({
      status: 403,
      code: "VP103",
    });
  });
});

describe("an upload is refused", () => {
  test("when its hash is not what was said", async () => {
    const [data, other] = [await picture(), await picture()];
    expect(await send(data, { sha256: sha256(other) })).toEqual({ status: 422, code: "VP300" });
  });

  test("when its size is not what was said", async () => {
    const data = await picture();
    expect(await send(data, { bytes: data.length + 1 })).toEqual({ status: 422, code: "VP302" });
    expect(await send(await picture(), { bytes: 10 })).toEqual({ status: 422, code: "VP302" });
  });

  test("when its type is not what was said", async () => {
    const jpeg = await sharp(await picture())
      .jpeg()
      .toBuffer();
    expect(await send(jpeg)).toEqual({ status: 422, code: "VP301" });
    const data = await picture();
    const { upload_url } = await announce(data);
    const { status, body } = await put(upload_url, data, "image/jpeg");
    expect({ status, code: body.code }).toEqual({ status: 422, code: "VP301" });
  });

  test("when it is an SVG that poses as a PNG", async () => {
    const svg = Buffer.from(
      `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><desc>${unique("x")}</desc></svg>`,
    );
    expect(await send(svg)).toEqual({ status: 422, code: "VP301" });
  });

  test("when it is cut short", async () => {
    const data = await sharp({ create: { width: 400, height: 400, channels: 3, background: "#123456" } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    expect(await send(data.subarray(0, data.length / 2))).toEqual({ status: 422, code: "VP303" });
  });

  test("when it has 30,000 × 30,000 pixels", async () => {
    expect(await send(hugePng())).toEqual({ status: 413, code: "VP307" });
  });

  test("when it is announced larger than is allowed, of another kind, or with a path for a name", async () => {
    const args = {
      kind: "image",
      filename: "a.png",
      mime_type: "image/png",
      bytes: 10,
      sha256: sha256(Buffer.from("")),
    };
    const announced = (change: object) => refusal(api.rpc("create_upload", { ...args, ...change }));
    expect(await announced({ bytes: 26_214_401 })).toEqual({ status: 413, code: "VP307" });
    expect(await announced({ mime_type: "image/svg+xml" })).toEqual({ status: 422, code: "VP201" });
    expect(await announced({ kind: "variant" })).toEqual({ status: 422, code: "VP201" });
    expect(await announced({ filename: "../../etc/passwd" })).toEqual({ status: 422, code: "VP201" });
    expect(await announced({ sha256: "abc" })).toEqual({ status: 422, code: "VP201" });
  });
});

describe("a signed URL", () => {
  test("is good for its method, its file and its time alone", async () => {
    const data = await picture();
    const { upload_url } = await announce(data);
    expect((await fetch(upload_url ?? "")).status).toBe(403);
    const id = await upload(api, { kind: "image", filename: "a.png", mime_type: "image/png", data });
    const other = await upload(api, {
      kind: "image",
      filename: "a.png",
      mime_type: "image/png",
      data: await picture(),
    });
    const { url: address } = await need("files", api.from("files").select("url").eq("id", id).single());
    const code = async (changed: string) => {
      const response = await fetch(changed);
      return { status: response.status, code: ((await response.json()) as { code: string }).code };
    };
    const wrong = { status: 403, code: "VP304" };
    expect((await fetch(address ?? "")).status).toBe(200);
    expect(await code((address ?? "").replace(id, other))).toEqual(wrong);
    expect(await code((address ?? "").replace(/expires=(\d)/, "expires=9$1"))).toEqual(wrong);
    expect((await put(address, data)).status).toBe(403);
  });

  test("is never that of another organisation's file", async () => {
    const id = await upload(api, {
      kind: "image",
      filename: "a.png",
      mime_type: "image/png",
      data: await picture(),
    });
    const stranger = await signUpOwner(url);
    expect((await stranger.api.from("files").select("url").eq("id", id)).data).toEqual([]);
    expect(await refusal(stranger.api.rpc("complete_upload", { id }))).toEqual({
      status: 404,
      code: "VP200",
    });
  });
});
