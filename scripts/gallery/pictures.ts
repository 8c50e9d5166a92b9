import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import sharp from "sharp";
import { type Painting, paint } from "../simulator/painting/paint.ts";

/** A picture that sources may look like, made when it is asked for. */
export interface Picture {
  readonly name: string;
  make(): Promise<Buffer>;
}

const base = { props: "cups", flat: false, people: null } as const;
const painted = (
  painting: Pick<Painting, "seed" | "scene" | "color" | "width" | "height"> & Partial<Painting>,
) => paint({ ...base, ...painting });

/** What is hard about pictures, each in one. */
export const hardPictures: readonly Picture[] = [
  {
    name: "bright",
    make: async () =>
      sharp(await painted({ seed: "bright", scene: "sea", color: "white", width: 3000, height: 2000 }))
        .linear(0.6, 110)
        .jpeg()
        .toBuffer(),
  },
  {
    name: "dark",
    make: async () =>
      sharp(await painted({ seed: "dark", scene: "city-lights", color: "black", width: 3000, height: 2000 }))
        .linear(0.5, 0)
        .jpeg()
        .toBuffer(),
  },
  {
    name: "busy",
    make: () =>
      painted({
        seed: "busy",
        scene: "still-life",
        props: "ornaments",
        color: "red",
        width: 3000,
        height: 2000,
      }),
  },
  {
    name: "portrait",
    make: () =>
      painted({
        seed: "portrait",
        scene: "portrait",
        people: "1",
        color: "orange",
        width: 2000,
        height: 3000,
      }),
  },
  {
    name: "panorama",
    make: () => painted({ seed: "panorama", scene: "mountains", color: "blue", width: 4800, height: 1000 }),
  },
  {
    name: "transparent",
    make: () => {
      const bottle = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1600"><defs><linearGradient id="g"><stop offset="0" stop-color="#0B6E4F"/><stop offset="0.45" stop-color="#3DDC97"/><stop offset="1" stop-color="#07412F"/></linearGradient></defs>
        <path fill="url(#g)" d="M700 150h200v260c0 90 180 150 180 340v620c0 50-30 80-80 80H600c-50 0-80-30-80-80V750c0-190 180-250 180-340z"/><rect x="560" y="860" width="480" height="330" rx="20" fill="#F7F3EA"/></svg>`;
      return sharp(Buffer.from(bottle)).png().toBuffer();
    },
  },
  {
    name: "greyscale",
    make: async () =>
      sharp(await painted({ seed: "grey", scene: "skyline", color: "gray", width: 3000, height: 2000 }))
        .toColourspace("b-w")
        .jpeg()
        .toBuffer(),
  },
  {
    name: "cmyk",
    make: async () =>
      sharp(
        await painted({
          seed: "cmyk",
          scene: "still-life",
          props: "fruit",
          color: "yellow",
          width: 3000,
          height: 2000,
        }),
      )
        .toColourspace("cmyk")
        .jpeg({ quality: 90 })
        .toBuffer(),
  },
  {
    name: "16-bit",
    make: async () =>
      sharp(await painted({ seed: "deep", scene: "sea", color: "cyan", width: 2400, height: 1600 }))
        .toColourspace("rgb16")
        .png()
        .toBuffer(),
  },
  {
    name: "tiny",
    make: () => painted({ seed: "tiny", scene: "desk", color: "orange", width: 120, height: 90 }),
  },
  {
    name: "huge",
    make: () => painted({ seed: "huge", scene: "forest", color: "green", width: 9000, height: 6000 }),
  },
  {
    name: "animated",
    make: async () => {
      const frames = await Promise.all(
        ["#C2185B", "#1976D2", "#FBC02D"].map((color) =>
          sharp({ create: { width: 800, height: 600, channels: 3, background: color } })
            .png()
            .toBuffer(),
        ),
      );
      return sharp(frames, { join: { animated: true } })
        .webp({ loop: 0 })
        .toBuffer();
    },
  },
];

/** The photographs of a folder. */
export async function photographs(folder: string): Promise<Picture[]> {
  const files = (await readdir(folder)).filter((file) => /\.(jpe?g|png|webp)$/i.test(file)).sort();
  if (files.length === 0) throw new Error(`There are no JPEG, PNG or WebP files in ${folder}.`);
  return files.map((file) => ({
    name: basename(file, extname(file)),
    make: () => readFile(join(folder, file)),
  }));
}
