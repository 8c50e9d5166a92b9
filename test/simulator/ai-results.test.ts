import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { sizeOf, thirteenRatios } from "../../scripts/simulator/ai/sizes.ts";
import {
  bytesAt,
  call,
  finished,
  json,
  movableClock,
  post,
  postForm,
  samplePicture,
  start,
} from "./helpers.ts";

const meanOf = async (data: Buffer) =>
  (await sharp(data).removeAlpha().stats()).channels.map(({ mean }) => mean);

describe("sizes", () => {
  test("2k is as published", () => {
    expect(sizeOf("square_1_1", "2k")).toEqual({ width: 2048, height: 2048 });
    expect(sizeOf("widescreen_16_9", "2k")).toEqual({ width: 2752, height: 1536 });
    expect(sizeOf("social_story_9_16", "2k")).toEqual({ width: 1536, height: 2752 });
  });

  test.each(thirteenRatios)("%s has its proportions at every resolution", (ratio) => {
    const [across, down] = (ratio.match(/\d+/g) as string[]).map(Number) as [number, number];
    for (const resolution of ["1k", "2k", "4k"]) {
      const { width, height } = sizeOf(ratio, resolution);
      expect(Math.abs(width / height / (across / down) - 1)).toBeLessThan(0.035);
    }
  });
});

describe("pictures", () => {
  test.each([
    ["mystic", { prompt: "a boat", resolution: "1k", aspect_ratio: "social_post_4_5" }, "jpeg", 928, 1152],
    ["text-to-image/flux-pro-v1-1", { prompt: "a boat", output_format: "png" }, "png", 1024, 1024],
    ["text-to-image/nano-banana-pro", { prompt: "a boat", aspect_ratio: "16:9" }, "jpeg", 1376, 768],
  ])("%s has the size and the format that was asked for", async (path, body, format, width, height) => {
    const { generated } = await finished(await start(), path, body);
    const answer = await fetch(generated[0]);
    expect(answer.headers.get("content-type")).toBe(`image/${format}`);
    expect(await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).toMatchObject({
      format,
      width,
      height,
    });
  });

  test("made from a picture they have its size, its factor or its margins", async () => {
    const simulator = await start();
    const image = await samplePicture(120, 80);
    const sizeAfter = async (path: string, body: object) => {
      const { generated } = await finished(simulator, path, { image, ...body });
      const { width, height } = await sharp(await bytesAt(generated.at(-1))).metadata();
      return [width, height];
    };
    expect(await sizeAfter("image-upscaler", { scale_factor: "4x" })).toEqual([480, 320]);
    expect(await sizeAfter("image-upscaler-precision", {})).toEqual([240, 160]);
    expect(await sizeAfter("image-relight", { prompt: "warm" })).toEqual([120, 80]);
    expect(await sizeAfter("image-style-transfer", { reference_image: image })).toEqual([120, 80]);
    expect(await sizeAfter("image-expand/flux-pro", { left: 30, right: 10, top: 5 })).toEqual([160, 85]);
    const reimagine = "beta/text-to-image/reimagine-flux";
    expect(await sizeAfter(reimagine, {})).toEqual([120, 80]);
    expect(await sizeAfter(reimagine, { aspect_ratio: "square_1_1" })).toEqual([1024, 1024]);
  });

  test("an upscaled picture is the one that was sent, an expanded one holds it in its place", async () => {
    const simulator = await start();
    const image = await samplePicture(120, 80, "#2040c0");
    const upscaled = await finished(simulator, "image-upscaler", { image });
    const sent = await meanOf(Buffer.from(image, "base64"));
    const got = await meanOf(await bytesAt(upscaled.generated[0]));
    for (const [c, mean] of got.entries()) expect(Math.abs(mean - (sent[c] as number))).toBeLessThan(3);
    const expanded = await finished(simulator, "image-expand/flux-pro", { image, left: 100, top: 40 });
    const middle = await sharp(await bytesAt(expanded.generated[0]))
      .extract({ left: 100, top: 40, width: 120, height: 80 })
      .png()
      .toBuffer();
    for (const [c, mean] of (await meanOf(middle)).entries())
      expect(Math.abs(mean - (sent[c] as number))).toBeLessThan(3);
  });

  test("the prompt's words and colours show, the seed decides, and without one every call differs", async () => {
    const body = (prompt: string, seed?: number) => ({ prompt, ...(seed === undefined ? {} : { seed }) });
    const path = "text-to-image/flux-dev";
    const [one, same] = [await start({ seed: "a" }), await start({ seed: "a" })];
    const picture = async (simulator: typeof one, ...asked: Parameters<typeof body>) =>
      bytesAt((await finished(simulator, path, body(...asked))).generated[0]);
    const red = await picture(one, "a red silk fabric", 7);
    const [r, g, b] = (await meanOf(red)) as [number, number, number];
    expect(r).toBeGreaterThan(Math.max(g, b) * 1.2);
    expect(await picture(same, "a red silk fabric", 7)).toEqual(red);
    expect(await picture(one, "a red silk fabric", 8)).not.toEqual(red);
    const unseeded = await picture(one, "a red silk fabric");
    expect(await picture(one, "a red silk fabric")).not.toEqual(unseeded);
    const blue = (await meanOf(await picture(one, "a blue silk fabric", 7))) as [number, number, number];
    expect(blue[2]).toBeGreaterThan(blue[0] * 1.2);
    // The scenario's word is no part of the prompt.
    expect(await picture(one, "a red silk fabric sim:webhook-lost", 7)).toEqual(red);
  });

  test("several pictures of a call differ, and each stays what it is", async () => {
    const simulator = await start();
    const body = { prompt: "silk", num_images: 3, aspect_ratio: "square_1_1" };
    const task = await finished(simulator, "text-to-image/imagen3", body);
    expect(task.has_nsfw).toEqual([false, false, false]);
    const pictures = await Promise.all(task.generated.map(bytesAt));
    expect(new Set(pictures.map((data) => data.toString("base64"))).size).toBe(3);
    const again = (await json(call(simulator, `/v1/ai/text-to-image/imagen3/${task.task_id}`))).data;
    expect(await bytesAt(again.generated[1])).toEqual(pictures[1]);
  });

  test("an address runs out, does not survive a change, and a GET of the task gives a fresh one", async () => {
    const time = movableClock();
    const simulator = await start({ clock: time.clock, assetSeconds: 60 });
    const status = async (url: string) => (await fetch(url)).status;
    const body = { image: await samplePicture() };
    const task = await finished(simulator, "image-upscaler", body);
    const [url] = task.generated;
    expect(url).toMatch(/\/content\/image-upscaler\/.+\/output\.png\?token=exp=\d+~hmac=/);
    expect(await status(url)).toBe(200);
    expect(await status(url.split("?")[0])).toBe(403);
    expect(await status(url.replace(/.{4}$/, "0000"))).toBe(403);
    time.forward(60);
    expect(await status(url)).toBe(403);
    const again = (await json(call(simulator, `/v1/ai/image-upscaler/${task.task_id}`))).data;
    expect(await status(again.generated[0])).toBe(200);
    expect(await status(url.replace(task.task_id, "none"))).toBe(404);
  });
});

describe("answers at once", () => {
  test("classic text-to-image gives base64", async () => {
    const simulator = await start();
    const body = {
      prompt: "blue silk",
      num_images: 2,
      seed: 42,
      image: { size: "widescreen_16_9" },
    };
    const { data, meta } = await json(post(simulator, "text-to-image", body));
    expect(meta).toEqual({
      image: { size: "widescreen_16_9", width: 1376, height: 768 },
      seed: 42,
      guidance_scale: 1,
      prompt: "blue silk",
      num_inference_steps: 8,
    });
    expect(data).toHaveLength(2);
    expect(data[0].has_nsfw).toBe(false);
    expect(data[0].base64).not.toBe(data[1].base64);
    expect(await sharp(Buffer.from(data[0].base64, "base64")).metadata()).toMatchObject({
      width: 1376,
      height: 768,
    });
    expect((await json(post(simulator, "text-to-image", body))).data).toEqual(data);
  });

  test("remove-background gives addresses that hold for 5 minutes", async () => {
    const time = movableClock();
    const simulator = await start({ clock: time.clock });
    const { generated } = await finished(simulator, "image-upscaler", {
      image: await samplePicture(1_000, 400),
    });
    const answer = await json(postForm(simulator, "beta/remove-background", { image_url: generated[0] }));
    expect(Object.keys(answer)).toEqual(["original", "high_resolution", "preview", "url"]);
    const { data, info } = await sharp(await bytesAt(answer.high_resolution))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 2_000, height: 800, channels: 4 });
    expect(data[3]).toBe(0);
    expect(data[(400 * 2_000 + 1_000) * 4 + 3]).toBe(255);
    expect(await bytesAt(answer.url)).toEqual(await bytesAt(answer.high_resolution));
    expect(await sharp(await bytesAt(answer.preview)).metadata()).toMatchObject({
      format: "png",
      width: 626,
    });
    expect(await sharp(await bytesAt(answer.original)).metadata()).toMatchObject({
      format: "jpeg",
      width: 2_000,
    });
    time.forward(299);
    expect((await fetch(answer.url)).status).toBe(200);
    time.forward(1);
    for (const url of Object.values<string>(answer)) expect((await fetch(url)).status).toBe(403);
  });

  test("the classifier says how likely each class is, always the same for a picture", async () => {
    const simulator = await start();
    const image = await samplePicture();
    const { data } = await json(post(simulator, "classifier/image", { image }));
    expect(data.map((one: { class_name: string }) => one.class_name).sort()).toEqual(["ai", "not_ai"]);
    expect(data[0].probability + data[1].probability).toBeCloseTo(1, 6);
    expect(data[0].probability).toBeGreaterThanOrEqual(data[1].probability);
    expect((await json(post(simulator, "classifier/image", { image }))).data).toEqual(data);
  });
});
