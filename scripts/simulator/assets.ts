import type { ServerResponse } from "node:http";
import type { Resource } from "./catalogue.ts";
import { sendFile } from "./files.ts";
import { refuse, send, sendHtml } from "./http.ts";
import { answerIconFile } from "./icons.ts";
import { type ImageSize, imageSizes } from "./pictures.ts";
import { unmarkId } from "./scenarios.ts";
import type { Simulator } from "./server.ts";
import { previewSide } from "./shapes.ts";

/** Answers for the host that files come from: previews open to all, downloads by signed address only. */
export async function answerAsset(simulator: Simulator, url: URL, response: ServerResponse): Promise<void> {
  if (await answerIconFile(simulator, url, response)) return;
  const preview = /^\/cdn\/preview\/(\d+)\/[^/]+$/.exec(url.pathname);
  if (preview) {
    const { resource } = resourceOf(simulator, preview[1] as string);
    const data = await simulator.pictures.jpeg(resource, previewSide);
    return send(response, 200, data, {
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=86400",
    });
  }

  const download = /^\/cdn\/d\/(\d+)\/([a-z0-9-]+)\/[^/]+$/.exec(url.pathname);
  if (!download) throw refuse(404, "Not Found");
  const now = Math.floor(simulator.clock().getTime() / 1000);
  if (!simulator.signer.valid(url.pathname, url.search.slice(1), now)) {
    return sendHtml(response, 403, "Access Denied");
  }
  const { resource, scenario } = resourceOf(simulator, download[1] as string);
  await sendFile(simulator, response, scenario, () => fileOf(simulator, resource, download[2] as string));
}

function resourceOf(simulator: Simulator, marked: string) {
  const { id, scenario } = unmarkId(Number(marked));
  const resource = simulator.catalogue.byId.get(id);
  if (!resource) throw refuse(404, "Not Found");
  return { resource, scenario };
}

async function fileOf(
  simulator: Simulator,
  resource: Resource,
  file: string,
): Promise<{ data: Buffer; mime: string }> {
  if (file === "archive")
    return { data: await simulator.pictures.archive(resource), mime: "application/zip" };
  if (file.startsWith("as-")) return simulator.pictures.format(resource, file.slice(3));
  return {
    data: await simulator.pictures.jpeg(resource, imageSizes[file as ImageSize]),
    mime: "image/jpeg",
  };
}
