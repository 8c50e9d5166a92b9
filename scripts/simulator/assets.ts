import type { ServerResponse } from "node:http";
import type { Resource } from "./catalogue.ts";
import { refuse, send, sendHtml } from "./http.ts";
import { type ImageSize, imageSizes } from "./pictures.ts";
import { hugePng, strikes, unmarkId } from "./scenarios.ts";
import type { Simulator } from "./server.ts";
import { previewSide } from "./shapes.ts";
import { sendSlowly } from "./slow.ts";

/** Answers for the host that files come from: previews open to all, downloads by signed address only. */
export async function answerAsset(
  simulator: Simulator,
  url: URL,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
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
  const strike = (name: Parameters<typeof strikes>[1]) => strikes(scenario, name, "download");
  if (strike("asset-html")) return sendHtml(response, 200, "We will be right back");
  if (strike("asset-huge")) return send(response, 200, hugePng(), { "content-type": "image/png" });

  const { data, mime } = await fileOf(simulator, resource, download[2] as string);
  const half = data.subarray(0, Math.floor(data.length / 2));
  const headers = { "content-type": mime, "cache-control": "private" };
  if (strike("asset-truncated")) return send(response, 200, half, headers);
  if (strike("asset-cut")) {
    response.writeHead(200, { ...headers, "content-length": data.length });
    response.write(half, () => response.destroy());
    return;
  }
  if (strike("asset-slow")) return sendSlowly(response, data, headers, simulator.slowMs, signal);
  send(response, 200, data, headers);
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
