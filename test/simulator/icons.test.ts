import sharp from "sharp";
import { expect, test } from "vitest";
import { bytesAt, call, json, ledgerOf, search, start } from "./helpers.ts";

const icons = (params: Record<string, string | number>) =>
  search(params).replace("/v1/resources", "/v1/icons");

test("icons are found by word, shape, colour and family, and have a page of their own", async () => {
  const simulator = await start();
  const found = await json(
    call(simulator, icons({ term: "coffee", "filters[shape]": "outline", per_page: 3, thumbnail_size: 64 })),
  );
  expect(found.meta).toMatchObject({ current_page: 1, per_page: 3 });
  expect(found.data).toHaveLength(3);
  const [icon] = found.data;
  expect(icon).toEqual({
    id: expect.any(Number),
    name: "coffee",
    slug: "coffee-outline",
    free_svg: expect.any(Boolean),
    created: expect.any(String),
    author: expect.objectContaining({ id: expect.any(Number), slug: expect.any(String) }),
    style: { id: expect.any(Number), name: "outline" },
    family: { id: expect.any(Number), name: expect.any(String), total: expect.any(Number) },
    thumbnails: [{ width: 64, height: 64, url: expect.stringContaining(simulator.url) }],
  });
  expect(await sharp(await bytesAt(icon.thumbnails[0].url)).metadata()).toMatchObject({
    format: "png",
    width: 64,
  });
  const family = await json(call(simulator, icons({ "family-id": icon.family.id, per_page: 100 })));
  expect(family.meta.total).toBe(icon.family.total);
  const { data } = await json(call(simulator, `/v1/icons/${icon.id}`));
  expect(data).toMatchObject({ id: icon.id, name: "coffee", related: expect.any(Array) });
  const red = await json(call(simulator, icons({ "filters[color]": "red" })));
  expect(red.meta.total).toBeGreaterThan(0);
});

test("icons download in the format and the size that was asked for, and are billed", async () => {
  const simulator = await start();
  const id = (await json(call(simulator, icons({ per_page: 1 })))).data[0].id;
  const download = async (params: string) =>
    (await json(call(simulator, `/v1/icons/${id}/download?${params}`))).data;
  const png = await download("format=png&png_size=128");
  expect(Object.keys(png)).toEqual(["filename", "url"]);
  expect(await sharp(await bytesAt(png.url)).metadata()).toMatchObject({ format: "png", width: 128 });
  expect((await bytesAt((await download("format=svg")).url)).toString("utf8", 0, 4)).toBe("<svg");
  expect((await bytesAt((await download("format=eps")).url)).toString("utf8", 0, 4)).toBe("%!PS");
  expect((await fetch(png.url.split("?")[0])).status).toBe(403);
  expect(await ledgerOf(simulator)).toMatchObject([
    { endpoint: "GET /v1/icons" },
    { endpoint: "GET /v1/icons/{id}/download", resource_id: id },
    { endpoint: "GET /v1/icons/{id}/download" },
    { endpoint: "GET /v1/icons/{id}/download" },
  ]);
});

test("what the page does not allow is refused", async () => {
  const simulator = await start();
  const id = (await json(call(simulator, icons({ per_page: 1 })))).data[0].id;
  for (const path of [
    icons({ "filters[shape]": "round" }),
    icons({ per_page: 0 }),
    icons({ order: "price" }),
    icons({ limit: 5 }),
    icons({ thumbnail_size: 0 }),
    `/v1/icons/${id}/download?format=jpg`,
    `/v1/icons/${id}/download?png_size=100`,
    "/v1/icons/abc",
  ]) {
    expect(await json(call(simulator, path), 400)).toEqual({ message: expect.any(String) });
  }
  await json(call(simulator, `/v1/icons/${id}/download?format=mp4`), 404);
  await json(call(simulator, "/v1/icons/1"), 404);
});

test("a word of the term brings a scenario, which the ids carry on", async () => {
  const simulator = await start();
  const found = await json(call(simulator, icons({ term: "coffee sim:download.402", per_page: 1 })));
  await json(call(simulator, `/v1/icons/${found.data[0].id}`));
  await json(call(simulator, `/v1/icons/${found.data[0].id}/download`), 402);
});
