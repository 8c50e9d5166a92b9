import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Api, need, type Row } from "./client.ts";
import { download } from "./files.ts";

/** A variant with its picture on this machine. */
export type Variant = Pick<
  Row<"variant_overview">,
  | "platform"
  | "placement"
  | "status"
  | "verdict"
  | "worst_check"
  | "worst_violation"
  | "approved"
  | "approvals"
  | "approved_by"
  | "publication_url"
  | "reach"
  | "engagement_rate"
> & {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly format: string;
  readonly score: number | null;
  readonly path: string;
  readonly data: Buffer;
};

/** What the request was billed. */
export interface Cost {
  readonly amount: number;
  readonly currency: string;
  readonly calls: number;
}

/** Score, review, publication, metrics and cost of each variant: one query. Then the pictures, by their signed URLs. */
export async function readOverview(api: Api, requestId: string, folder: string): Promise<Variant[]> {
  const rows = await need(
    "Reading the overview",
    api
      .from("variant_overview")
      .select("*, files(filename, url, sha256)")
      .eq("content_request_id", requestId)
      .is("is_current", true)
      .order("platform", { ascending: false })
      .order("placement"),
  );
  await mkdir(folder, { recursive: true });
  return Promise.all(
    rows.map(async ({ files, ...row }) => {
      const { platform, placement, width, height, bytes, format } = row;
      if (files === null || width === null || height === null || bytes === null || format === null)
        throw new Error(`The variant ${platform}/${placement} has no picture.`);
      const data = await download(files);
      const path = join(folder, `${platform}_${placement}.${format === "jpeg" ? "jpg" : format}`);
      await writeFile(path, data);
      return { ...row, width, height, bytes, format, path, data };
    }),
  );
}

/** What the ledger says about the request's paid calls. */
export async function readCost(api: Api, requestId: string): Promise<Cost> {
  const usage = await need(
    "Reading the usage",
    api.from("api_usage").select("cost, currency").eq("subject_id", requestId),
  );
  const currencies = [...new Set(usage.map(({ currency }) => currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1)
    throw new Error(`The request was billed in ${currencies.length} currencies, not in one.`);
  // Summed in millionths, as the ledger counts: 0.1 + 0.2 is 0.3.
  const millionths = usage.reduce((sum, { cost }) => sum + Math.round(cost * 1e6), 0);
  return { amount: millionths / 1e6, currency, calls: usage.length };
}
