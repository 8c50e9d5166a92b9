import { storeResult } from "../files/result.ts";
import { type JobEnd, type RunningJob, runJob } from "../jobs.ts";
import { EncodeError, FontError, ImageError, LayoutError } from "../render/errors.ts";
import { renderVariant, variantTurns } from "../render/render.ts";
import { openSource, type Source } from "../render/source.ts";
import type { Canvas, Disclosure, FontRole, Point, RenderInput, RenderResult } from "../render/types.ts";
import type { Services, WorkerTask } from "../services.ts";

/** What `content.claim_render()` gives: files by storage key. */
type Claim =
  | {
      readonly action: "render";
      readonly logo: string | null;
      readonly fonts: readonly { name: string; weight: number; role: FontRole | null; storage_key: string }[];
      readonly variants: readonly ClaimedVariant[];
    }
  | { readonly action: "stop"; readonly state: JobEnd["state"]; readonly reason: string };
type Batch = Extract<Claim, { action: "render" }>;

interface ClaimedVariant {
  readonly asset_variant_id: string;
  readonly source: string;
  readonly render_key: string;
  /** What the decoded source must cover: the same for all variants of the request, whichever are rendered now. */
  readonly source_size: { width: number; height: number };
  readonly focal_point: Point | null;
  readonly layout: unknown;
  readonly canvas: Canvas;
  readonly formats: string[];
  readonly max_bytes: number;
  readonly disclosure: Disclosure;
}

/** Renders and measures the pending variants of a content request, until none is left. */
export const render_variants: WorkerTask = (payload, helpers) =>
  runJob(payload, helpers, async (job) => {
    for (;;) {
      const { rows } = await helpers.services.db.query<{ claim: Claim }>(
        "select content.claim_render($1, $2) as claim",
        [job.organization_id, job.id],
      );
      const { claim } = rows[0] as { claim: Claim };
      if (claim.action === "stop") {
        return claim.state === "succeeded" ? undefined : { state: claim.state, error: claim.reason };
      }
      await renderBatch(helpers.services, job, claim);
    }
  });

async function renderBatch(services: Services, job: RunningJob, batch: Batch): Promise<void> {
  const read = readOnce(services);
  const shared = {
    fonts: await Promise.all(
      batch.fonts.map(async ({ name, weight, role, storage_key }) => ({
        name,
        weight,
        role,
        data: await read(storage_key),
      })),
    ),
    ...(batch.logo === null ? {} : { logo: await read(batch.logo) }),
  };
  let done = 0;
  for (const [key, variants] of Map.groupBy(batch.variants, ({ source }) => source)) {
    let opened: Promise<Source> | undefined;
    // Decoded once, for all variants that are made of it; a picture that cannot be decoded fails each of them.
    const source = () => {
      opened ??= services.files.read(key).then((data) =>
        openSource(
          data,
          variants.map(({ source_size }) => source_size),
        ),
      );
      return opened;
    };
    await variantTurns.each(variants, async (variant) => {
      const { asset_variant_id, render_key, source: _key, source_size: _size, ...given } = variant;
      await job.progress((100 * done) / batch.variants.length);
      await renderOne(services, job, { asset_variant_id, render_key, logo: batch.logo }, async () => ({
        ...shared,
        ...given,
        source: await source(),
      }));
      done++;
    });
  }
}

async function renderOne(
  services: Services,
  job: RunningJob,
  {
    asset_variant_id,
    render_key,
    logo,
  }: Pick<ClaimedVariant, "asset_variant_id" | "render_key"> & Pick<Batch, "logo">,
  input: () => Promise<RenderInput>,
): Promise<void> {
  let rendered: RenderResult;
  try {
    rendered = await renderVariant(await input());
  } catch (error) {
    if (!isForGood(error)) throw error;
    await services.db.query("select content.fail_render($1, $2, $3, $4, $5)", [
      job.organization_id,
      job.id,
      asset_variant_id,
      error.message,
      render_key,
    ]);
    return;
  }
  const { data, format, width, height, placeholder, phash, measurement } = rendered;
  await storeResult(services, job.organization_id, data, async (client, stored) => {
    const { rows } = await client.query<{ taken: boolean }>(
      "select content.receive_render($1, $2, $3, $4, $5) as taken",
      [
        job.organization_id,
        job.id,
        asset_variant_id,
        JSON.stringify({
          ...stored,
          mime_type: `image/${format}`,
          width,
          height,
          placeholder,
          phash,
          render_key,
          logo,
        }),
        JSON.stringify(measurement),
      ],
    );
    return rows[0]?.taken === true;
  });
}

/** What is wrong with layout, pictures or limits will be wrong next time too. */
function isForGood(error: unknown): error is Error {
  return (
    error instanceof LayoutError ||
    error instanceof ImageError ||
    error instanceof FontError ||
    error instanceof EncodeError
  );
}

/** Reads each file of the store once. */
function readOnce({ files }: Services): (key: string) => Promise<Buffer> {
  const known = new Map<string, Promise<Buffer>>();
  return (key) => {
    const data = known.get(key) ?? files.read(key);
    known.set(key, data);
    return data;
  };
}
