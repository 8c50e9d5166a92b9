import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, test } from "vitest";
import { goldenFolder, readGolden, renderGolden } from "../../../scripts/gallery/golden.ts";
import { difference } from "../../../scripts/gallery/likeness.ts";

// Renewed by npm run gallery -- --golden, when pictures are meant to look different.
const inputs = await readGolden();
const kept = (name: string) => readFile(new URL(`${name}.webp`, goldenFolder));

/** Other builds of a decoder or of WebAssembly differ by less; a panel 4 px further on, by more. */
const MEAN = 0.6;
const WORST = 6;

test.each(inputs)("$name looks as it did", async (input) => {
  const { mean, worst } = await difference(await renderGolden(input), await kept(input.name));
  expect(mean).toBeLessThan(MEAN);
  expect(worst).toBeLessThan(WORST);
});

test("what moved by a few pixels, or changed its colour a little, looks different", async () => {
  const name = inputs[0]?.name ?? "";
  const { width = 0, height = 0 } = await sharp(await kept(name)).metadata();
  const moved = await sharp(await kept(name))
    .extract({ left: 0, top: 0, width: width - 4, height })
    .extend({ left: 4, background: "#000000" })
    .png()
    .toBuffer();
  const tinted = await sharp(await kept(name))
    .linear([1.04, 1, 1], [2, 0, 0])
    .png()
    .toBuffer();
  expect((await difference(moved, await kept(name))).worst).toBeGreaterThan(WORST);
  expect((await difference(tinted, await kept(name))).mean).toBeGreaterThan(MEAN);
});
