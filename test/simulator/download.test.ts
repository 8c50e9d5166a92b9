import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { call, firstId, json, movableClock, search, start } from "./helpers.ts";

const bytes = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());

test("a photograph downloads in the size that was asked for", async () => {
  const simulator = await start();
  const id = await firstId(simulator, { "filters[orientation][landscape]": "1" });
  const { data: details } = await json(call(simulator, `/v1/resources/${id}`));
  for (const [size, longest] of [
    ["small", 1000],
    ["medium", 1500],
    ["large", 2000],
    ["original", details.dimensions.width],
  ]) {
    const { data } = await json(call(simulator, `/v1/resources/${id}/download?image_size=${size}`));
    expect(Object.keys(data).sort()).toEqual(["filename", "url"]);
    expect(data.url).toMatch(/\?token=exp=\d+~hmac=[0-9a-f]{64}$/);
    const { format, width, height } = await sharp(await bytes(data.url)).metadata();
    expect({ format, width }).toEqual({ format: "jpeg", width: longest });
    expect(width / height).toBeCloseTo(details.dimensions.width / details.dimensions.height, 2);
  }
  await json(call(simulator, `/v1/resources/${id}/download?image_size=huge`), 400);
});

test("pictures are the same for a seed, differ between resources and follow their colour", async () => {
  const [one, same] = [await start({ seed: "a" }), await start({ seed: "a" })];
  const found = await json(
    call(one, search({ limit: 2, "filters[color]": "red", "filters[content_type][photo]": 1 })),
  );
  const [first, second] = found.data.map(
    (item: { image: { source: { url: string } } }) => item.image.source.url,
  );
  const picture = await bytes(first);
  expect(await bytes(first.replace(one.url, same.url))).toEqual(picture);
  expect(await bytes(second)).not.toEqual(picture);
  const { channels } = await sharp(picture).stats();
  const [red, green, blue] = channels.map((channel) => channel.mean) as [number, number, number];
  expect(red).toBeGreaterThan(Math.max(green, blue) * 1.1);
});

test("a format downloads as an array with an address that holds for an hour", async () => {
  const time = movableClock();
  const simulator = await start({ clock: time.clock });
  const id = await firstId(simulator);
  const { data } = await json(call(simulator, `/v1/resources/${id}/download/jpg`));
  expect(data).toHaveLength(1);
  const [, st, exp] = /\?t=st=(\d+)~exp=(\d+)~hmac=[0-9a-f]{64}$/.exec(data[0].signed_url) ?? [];
  expect(Number(exp) - Number(st)).toBe(3600);
  expect((await fetch(data[0].url)).status).toBe(403);
  expect((await sharp(await bytes(data[0].signed_url)).metadata()).format).toBe("jpeg");
  expect(await json(call(simulator, `/v1/resources/${id}/download/psd`), 404)).toEqual({
    message: "Resource not found in the format 'psd'",
  });
  await json(call(simulator, `/v1/resources/${id}/download/gif`), 400);
  time.forward(3601);
  expect((await fetch(data[0].signed_url)).status).toBe(403);
});

test.each([
  ["filters[vector][type]=svg", "svg", "<svg"],
  ["filters[vector][type]=eps", "eps", "%!PS-Adobe"],
  ["filters[vector][type]=ai", "ai", "%PDF-"],
  ["filters[psd][type]=psd", "psd", "8BPS"],
])("%s downloads as that format, and as an archive without one", async (filter, format, magic) => {
  const simulator = await start();
  const id = (await json(call(simulator, `/v1/resources?limit=1&${encodeURI(filter)}`))).data[0].id;
  const { data } = await json(call(simulator, `/v1/resources/${id}/download/${format}`));
  expect((await bytes(data[0].signed_url)).toString("latin1", 0, magic.length)).toBe(magic);
  const { data: archive } = await json(call(simulator, `/v1/resources/${id}/download`));
  expect(archive.filename).toMatch(/\.zip$/);
  expect((await bytes(archive.url)).toString("latin1", 0, 4)).toBe("PK\x03\x04");
});

test("an address ends with its time and does not survive a change", async () => {
  const time = movableClock();
  const simulator = await start({ clock: time.clock, assetSeconds: 60 });
  const id = await firstId(simulator);
  const { data } = await json(call(simulator, `/v1/resources/${id}/download?image_size=small`));
  const status = async (url: string) => (await fetch(url, { method: "HEAD" })).status;
  expect(await status(data.url)).toBe(200);
  expect(
    await status(data.url.replace(/exp=(\d+)/, (_: string, exp: string) => `exp=${Number(exp) + 60}`)),
  ).toBe(403);
  expect(await status(data.url.replace("/small/", "/original/"))).toBe(403);
  expect(await status(data.url.replace(/.{4}$/, "0000"))).toBe(403);
  expect(await status(data.url.split("?")[0] as string)).toBe(403);
  time.forward(59);
  expect(await status(data.url)).toBe(200);
  time.forward(1);
  expect(await status(data.url)).toBe(403);
});

test("addresses start with the public address when one is set", async () => {
  const simulator = await start({ publicUrl: "http://files.example" });
  const id = await firstId(simulator);
  const { data } = await json(call(simulator, `/v1/resources/${id}/download`));
  expect(data.url).toMatch(/^http:\/\/files\.example\/cdn\/d\//);
});

test("real photographs take the place of the catalogue", async () => {
  const folder = mkdtempSync(join(tmpdir(), "photos-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const plain = (background: string, width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background } });
  await plain("#d01020", 900, 600).jpeg().toFile(join(folder, "red bicycle.jpg"));
  await plain("#1030d0", 400, 800).png().toFile(join(folder, "blue-door.png"));
  const simulator = await start({ photos: folder });
  const found = await json(call(simulator, search({ term: "door" })));
  // A name says little about a photograph: the term orders, it does not exclude.
  expect(found.data.map((item: { title: string }) => item.title)).toEqual(["Blue door", "Red bicycle"]);
  const red = await json(call(simulator, search({ "filters[color]": "red" })));
  expect(red.data.map((item: { title: string }) => item.title)).toEqual(["Red bicycle"]);
  const { data } = await json(call(simulator, `/v1/resources/${red.data[0].id}/download`));
  const picture = sharp(await bytes(data.url));
  expect(await picture.metadata()).toMatchObject({ format: "jpeg", width: 900, height: 600 });
  expect((await picture.stats()).channels[0]?.mean).toBeGreaterThan(190);
});
