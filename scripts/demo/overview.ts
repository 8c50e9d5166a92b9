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

/** The picture that variants are made from: bought, or made by AI from a prompt. */
export type Source = Pick<Row<"generated_assets">, "kind" | "title" | "prompt" | "width" | "height">;

/** Where a request's picture came from. */
export async function readSource(api: Api, requestId: string): Promise<Source> {
  return need(
    "Reading the source picture",
    api
      .from("generated_assets")
      .select("kind, title, prompt, width, height")
      .eq("content_request_id", requestId)
      .order("created_at", { ascending: false })
      .limit(1)
      .single(),
  );
}
