import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "../../db/api.types.ts";
import type { Brand } from "./brand.ts";
import { type Api, need, type Row } from "./client.ts";
import type { Mistake } from "./design.ts";
import type { Asked } from "./request.ts";
import { waitFor } from "./wait.ts";

/** How long a new revision may take until it has a score: a killed worker's jobs are taken up again within half a minute. */
const patience = 120;

/** A revision that failed, rule by rule, and what its variant scores without the mistake. */
export interface Explained {
  readonly platform: string;
  readonly placement: string;
  readonly score: number | null;
  readonly verdict: string | null;
  /** What cost points, most first. */
  readonly checks: readonly Pick<
    Row<"score_explanations">,
    "check_key" | "outcome" | "is_gate" | "lost_points" | "message"
  >[];
  /** The explanation drawn on the picture. */
  readonly picture: string;
  readonly mended: number | null;
}

/** Makes a revision that breaks the guideline, asks why it fails, and takes it back. */
export async function explainMistake(
  api: Api,
  { id, brief }: Asked,
  mistake: Mistake,
  folder: string,
): Promise<Explained> {
  const first = await need(
    "Finding a variant",
    api
      .from("asset_variants")
      .select("id, platform, placement")
      .eq("content_request_id", id)
      .is("is_current", true)
      .order("id")
      .limit(1)
      .single(),
  );
  const failed = await revise(api, first.id, {
    copy: { ...brief.copy, ...mistake.copy },
    caption: `${brief.caption} ${mistake.caption}`,
    layer_overrides: { ...brief.layer_overrides, ...mistake.layer_overrides },
  });
  const checks = await need(
    "Asking why",
    api
      .rpc("explain_score", { asset_variant_id: failed.id })
      .select("check_key, outcome, is_gate, lost_points, message"),
  );
  const picture = join(folder, "why.png");
  await mkdir(folder, { recursive: true });
  await writeFile(picture, await drawExplanation(api, failed.id));
  const { copy, caption, layer_overrides = {} } = brief;
  const mended = await revise(api, failed.id, { copy, caption, layer_overrides });
  return {
    ...{ platform: first.platform, placement: first.placement, score: failed.score, verdict: failed.verdict },
    checks: checks.filter(({ outcome, lost_points }) => outcome === "error" || Number(lost_points) > 0),
    picture,
    mended: mended.score,
  };
}

type Words = Pick<Asked["brief"], "copy" | "caption"> & { layer_overrides: Mistake["layer_overrides"] };

/** A new revision, once it has its score. */
async function revise(api: Api, asset_variant_id: string, words: Words) {
  const { id } = await need(
    "Revising the variant",
    api
      .rpc("revise_asset_variant", { asset_variant_id, ...words })
      .select("id")
      .single(),
  );
  return waitFor("The new revision", patience, async () => {
    const revision = await need(
      "Reading the new revision",
      api.from("asset_variants").select("id, status, failure, score, verdict").eq("id", id).single(),
    );
    if (revision.status === "failed") throw new Error(`The new revision failed: ${revision.failure}`);
    return revision.verdict === null ? undefined : revision;
  });
}

/** The same explanation as PNG: the API sends on to a signed URL of the worker's. */
async function drawExplanation(api: Api, asset_variant_id: string): Promise<Buffer> {
  const headers = new Headers(api.headers);
  headers.set("Accept", "image/png");
  const response = await fetch(`${api.url}/rpc/explain_score?asset_variant_id=${asset_variant_id}`, {
    headers,
  });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`Drawing the explanation failed: HTTP ${response.status} ${body}`);
  return body;
}

type Simulation = Database["api"]["Functions"];

/** What a brand's pictures would score under other guidelines. */
export type WhatIf = Simulation["simulate_guidelines"]["Returns"][number] & {
  /** The other guidelines, in words. */
  readonly changes: string;
  /** The pictures whose score would change most for the worse. */
  readonly worst: Simulation["simulate_variants"]["Returns"];
};

/** Asks what would be if the guideline were stricter. Nothing is written. */
export async function askWhatIf(api: Api, { brand_profile_id }: Brand): Promise<WhatIf> {
  const changes = {
    rules: { palette: { warn: 1, fail: 3, weight: 90 }, upscaling: { warn: 1, fail: 1.2, weight: 20 } },
  };
  const [outcome, worst] = await Promise.all([
    need("Simulating", api.rpc("simulate_guidelines", { brand_profile_id, changes }).single()),
    need("Simulating", api.rpc("simulate_variants", { brand_profile_id, changes, max_rows: 3 })),
  ]);
  return { changes: "colours much nearer to the palette, next to no enlarging", ...outcome, worst };
}
