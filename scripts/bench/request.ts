import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Brand, setUpBrand } from "../demo/brand.ts";
import { designs } from "../demo/brands.ts";
import type { Brief } from "../demo/briefs.ts";
import { type Api, need } from "../demo/client.ts";
import { formTeam } from "../demo/people.ts";
import { makeRequest } from "../demo/request.ts";
import { startStack } from "../stack/stack.ts";
import { type BenchCase, measuredCase, median } from "./report.ts";

const requests = 5;
const patience = 120_000;
const lookEvery = 25;
const isScored = (status: string | null) => !["pending", "rendered"].includes(status ?? "pending");

/** From POST to scored pictures, over REST, on a whole stack with a provider that answers at once. */
export async function measureRequests(
  placements: readonly string[],
  log: (line: string) => void,
): Promise<BenchCase[]> {
  const folder = mkdtempSync(join(tmpdir(), "visual-pipeline-bench-"));
  try {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, LOG_LEVEL: "warn" };
    const stack = await startStack({ env, log });
    try {
      const team = await formTeam(stack.state().api_url);
      const [design] = designs;
      const brief = design?.briefs.find(({ sources }) => sources.some(({ type }) => type === "stock"));
      if (!design || !brief) throw new Error("The demo has no brand that asks for a stock picture.");
      const brand = await setUpBrand(team, design);
      const times: Times[] = [];
      for (let request = 0; request <= requests; request++) {
        const time = await follow(team.editor.api, brand, { ...brief, placements: [...placements] }, request);
        // The first loads code, models and fonts, and has the simulator paint its picture.
        if (request > 0) times.push(time);
        log(
          `request ${request} of ${requests}: first ${time.first.toFixed(2)} s, all ${time.all.toFixed(2)} s`,
        );
      }
      const facts = { bench: "render", better: "lower", unit: "s" } as const;
      return [
        measuredCase(
          { ...facts, case: "POST to the first of 12 scored, p50", goal: 2 },
          median(times.map(({ first }) => first)),
        ),
        measuredCase(
          { ...facts, case: "POST to all 12 scored, slowest", goal: 8 },
          Math.max(...times.map(({ all }) => all)),
        ),
      ];
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds from the POST. */
interface Times {
  readonly first: number;
  readonly all: number;
}

async function follow(api: Api, brand: Brand, brief: Brief, request: number): Promise<Times> {
  // Words of its own, or the pictures of the request before would do.
  const copy = { ...brief.copy, headline: `${brief.copy.headline} (${request + 1})` };
  const began = performance.now();
  const { id } = await makeRequest(api, brand, { ...brief, copy });
  let first: number | undefined;
  for (;;) {
    const variants = await need(
      "Reading the variants",
      api.from("asset_variants").select("status").eq("content_request_id", id),
    );
    const passed = (performance.now() - began) / 1000;
    const scored = variants.filter(({ status }) => isScored(status)).length;
    if (scored > 0) first ??= passed;
    if (first !== undefined && scored === brief.placements.length) return { first, all: passed };
    if (passed * 1000 > patience)
      throw new Error(
        `After ${passed.toFixed(0)} s ${scored} of ${brief.placements.length} variants were scored.`,
      );
    await delay(lookEvery);
  }
}
