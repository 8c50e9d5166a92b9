import sharp, { type Sharp } from "sharp";
import { type Cache, cacheOf } from "../cache.ts";
import { peopleOf, usualColors } from "../catalogue.ts";
import { paint } from "../painting/paint.ts";
import { hash32, randomFrom } from "../random.ts";
import { tokensOf } from "../search.ts";
import { type Topic, topics } from "../topics.ts";
import type { Work } from "./works.ts";

/** Makes the pictures of works, always the same ones, and keeps the latest in memory. */
export type Results = {
  picture(id: string, work: Work, index: number): Promise<{ data: Buffer; mime: string }>;
};

const cacheBytes = 64 * 1024 * 1024;
const drawn = /\b(vector|illustration|drawing|cartoon|sketch)\b/i;

/** A maker of results for one seed. */
export function resultsOf(seed: string): Results {
  const cache: Cache = cacheOf(cacheBytes);
  return {
    picture: async (id, work, index) => ({
      data: await cache(`${id}/${index}`, () => makePicture(`${seed}/result/${work.seed}/${index}`, work)),
      mime: `image/${work.file}`,
    }),
  };
}

async function makePicture(seed: string, work: Work): Promise<Buffer> {
  if (work.source === null) {
    const painted = await paintPrompt(seed, work);
    return work.file === "jpeg" ? painted : encode(sharp(painted), "png");
  }
  const source = sharp(Buffer.from(work.source, "base64"));
  const { width, height } = work;
  switch (work.method) {
    case "extend":
      return encode(await extended(source, work), work.file);
    case "cut-out":
      return encode(await cutOut(source, work), work.file);
    case "retouch":
      return encode(retouched(source.resize(width, height, { fit: "cover" }), seed), work.file);
    default:
      return encode(source.resize(width, height, { fit: "fill" }), work.file);
  }
}

function encode(picture: Sharp, file: Work["file"]): Promise<Buffer> {
  // Little compression: these pictures are read once, by a machine that is waiting.
  return (file === "png" ? picture.png({ compressionLevel: 2 }) : picture.jpeg({ quality: 88 })).toBuffer();
}

/** The words of a prompt choose what is painted and its colour, the seed everything else. */
function paintPrompt(seed: string, { prompt, color, width, height, method }: Work): Promise<Buffer> {
  const random = randomFrom(`${seed}/choice`);
  const topic = topicOf(prompt);
  return paint({
    seed,
    scene: topic.scene,
    props: topic.props ?? "ornaments",
    color: color ?? random.pick(usualColors[topic.scene]),
    flat: method === "draw" || drawn.test(prompt),
    people: topic.people ? peopleOf(prompt.toLowerCase(), random).number : null,
    width,
    height,
  });
}

/** The topic that shares most words with a prompt, or one by chance where none shares any. */
function topicOf(prompt: string): Topic {
  const words = tokensOf(prompt);
  const shared = topics.map((topic) => {
    const own = new Set(tokensOf([...topic.subjects, ...topic.keywords].join(" ")));
    return words.filter((word) => own.has(word)).length;
  });
  const most = Math.max(...shared);
  const place = most === 0 ? hash32(prompt) % topics.length : shared.indexOf(most);
  return topics[place] as Topic;
}

/** The same picture in another light. */
function retouched(picture: Sharp, seed: string): Sharp {
  const random = randomFrom(seed);
  return picture.modulate({
    brightness: random.between(0.85, 1.2),
    saturation: random.between(0.7, 1.4),
    hue: random.int(-40, 40),
  });
}

/** The source in its place, and around it its mirror image out of focus. */
async function extended(source: Sharp, { width, height, margins }: Work): Promise<Sharp> {
  const around = await source.clone().resize(width, height, { fit: "cover" }).blur(25).toBuffer();
  const middle = await source.clone().resize(margins.width, margins.height, { fit: "fill" }).toBuffer();
  return sharp(around).composite([{ input: middle, left: margins.left, top: margins.top }]);
}

/** Makes transparent what looks like the border of the picture. */
async function cutOut(source: Sharp, { width, height }: Work): Promise<Sharp> {
  const { data, info } = await source
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const border = borderColor(data, info.width, info.height);
  const pixels = Buffer.alloc(info.width * info.height * 4);
  for (let pixel = 0; pixel < info.width * info.height; pixel++) {
    let distance = 0;
    for (let c = 0; c < 3; c++) {
      const value = data[pixel * 3 + c] as number;
      pixels[pixel * 4 + c] = value;
      distance += Math.abs(value - (border[c] as number));
    }
    pixels[pixel * 4 + 3] = Math.max(0, Math.min(255, (distance - 45) * 6));
  }
  const raw = { width: info.width, height: info.height, channels: 4 } as const;
  return sharp(pixels, { raw }).resize(width, height, { fit: "fill" });
}

function borderColor(data: Buffer, width: number, height: number): number[] {
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] as number) + (data[(y * width + x) * 3 + c] as number);
      count += 1;
    }
  }
  return sum.map((value) => value / count);
}
