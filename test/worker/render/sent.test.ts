import sharp from "sharp";
import { expect, test } from "vitest";
import { pictureToSend } from "../../../worker/render/sent.ts";

test("a picture is sent upright, opaque, and as large as is said, with nothing else in it", async () => {
  // Lying on its side: half of it transparent, half of it red.
  const lying = await sharp({ create: { width: 80, height: 40, channels: 4, background: "#00000000" } })
    .composite([
      { input: { create: { width: 40, height: 40, channels: 4, background: "#FF0000" } }, left: 40, top: 0 },
    ])
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  const sent = await pictureToSend(lying, { width: 20, height: 40 });
  const { format, width, height, hasAlpha, orientation, exif, icc } = await sharp(sent).metadata();
  expect({ format, width, height, hasAlpha, orientation, exif, icc }).toEqual({
    format: "jpeg",
    width: 20,
    height: 40,
    hasAlpha: false,
  });
  const { data } = await sharp(sent).raw().toBuffer({ resolveWithObject: true });
  const pixel = (row: number) => [...data.subarray(row * 20 * 3, row * 20 * 3 + 3)];
  expect(pixel(2).every((value) => value > 245)).toBe(true);
  const [red, green, blue] = pixel(37) as [number, number, number];
  expect(red > 230 && green < 25 && blue < 25).toBe(true);
});

test("what is no picture is not sent", async () => {
  await expect(pictureToSend(Buffer.from("<svg/>"), { width: 20, height: 40 })).rejects.toMatchObject({
    name: "ImageError",
  });
});
