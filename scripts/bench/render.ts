import { performance } from "node:perf_hooks";
import { STAGES } from "../../worker/render/stages.ts";
import { brandFonts, drawLogo } from "../gallery/brand.ts";
import { Designs } from "../gallery/designs.ts";
import { measureMemory } from "./memory.ts";
import { photograph } from "./photograph.ts";
import {
  bareSharp,
  bareSharpEach,
  bareSharpFast,
  naive,
  type Order,
  renderOrder,
  stageTimes,
  type Writing,
} from "./pipelines.ts";
import { type BenchCase, type BenchOptions, benchCase } from "./report.ts";
import { measureRequests } from "./request.ts";

const repeats = 5;

/** One of each shape and platform. */
const placements = [
  "instagram/square",
  "instagram/portrait",
  "instagram/landscape",
  "instagram/story",
  "facebook/link",
  "facebook/cover",
  "x/post",
  "x/header",
  "linkedin/post",
  "pinterest/pin",
  "tiktok/photo",
  "youtube/thumbnail",
];

const copy = {
  headline: "The long way home is the better one",
  subline: "Forty walks between two stations, with a good coffee at the end of each.",
  call_to_action: "Find a walk",
};

/** Rendering against what sharp takes for the pixels alone, and against a program that knows nothing better. */
export async function benchRender(log: (line: string) => void, { full }: BenchOptions): Promise<BenchCase[]> {
  const order = await makeOrder(log);
  // First of all: a process begins with the peak of the one that starts it, and the naive program takes much.
  const memory = await measureMemory(order, full ? 1000 : 150);
  return [...(await throughput(order, log)), ...memory, ...(await measureRequests(placements, log))];
}

/** A request of twelve placements, as SQL resolves them. */
async function makeOrder(log: (line: string) => void): Promise<Order> {
  const designs = await Designs.open(log);
  try {
    const template = (await designs.templates()).find(({ slug }) => slug === "bold-headline");
    if (!template) throw new Error("There is no template bold-headline.");
    const variants = await designs.resolve(template, copy, placements);
    if (variants.length !== placements.length) throw new Error("Not all of the placements exist.");
    return {
      photograph: await photograph("bench"),
      logo: await drawLogo(),
      fonts: await brandFonts(),
      variants,
    };
  } finally {
    await designs.close();
  }
}

async function throughput(order: Order, log: (line: string) => void): Promise<BenchCase[]> {
  const rendered = await renderOrder(order); // the first time loads code, models and fonts, and is not counted
  const writings = rendered.map(
    ({ width, height, format, measurement }): Writing => ({ width, height, format, ...measurement.encoding }),
  );
  const contestants = { bare: bareSharp, fast: bareSharpFast, each: bareSharpEach, naive };
  const rates: Record<"ours" | keyof typeof contestants, number[]> = {
    ours: [],
    bare: [],
    fast: [],
    each: [],
    naive: [],
  };
  for (const work of Object.values(contestants)) await work(order, writings);
  for (let repeat = 1; repeat <= repeats; repeat++) {
    rates.ours.push(await rate(order, () => renderOrder(order)));
    for (const name of ["bare", "fast", "each", "naive"] as const) {
      rates[name].push(await rate(order, () => contestants[name](order, writings)));
    }
    log(`repeat ${repeat} of ${repeats}`);
  }
  const times = await stageTimes(() => renderOrder(order));
  const all = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  log(
    `Where ${Math.round(all)} ms go: ${STAGES.map((stage) => `${stage} ${Math.round(times.get(stage) ?? 0)}`).join(", ")}`,
  );
  const against = (reference: keyof typeof contestants) =>
    rates.ours.map((ours, repeat) => ({ ours, reference: rates[reference][repeat] ?? Number.NaN }));
  const facts = { bench: "render", better: "higher", unit: "variants/s" } as const;
  return [
    benchCase({ ...facts, case: "12 placements of 12 MP, against bare sharp", goal: 0.7 }, against("bare")),
    benchCase(
      { ...facts, case: "against bare sharp, JPEGs without tables of their own", goal: null },
      against("fast"),
    ),
    benchCase({ ...facts, case: "against bare sharp, decoding for each", goal: null }, against("each")),
    benchCase({ ...facts, case: "against a naive program", goal: 1.5 }, against("naive")),
  ];
}

/** Variants a second. */
async function rate({ variants }: Order, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (variants.length * 1000) / (performance.now() - began);
}
