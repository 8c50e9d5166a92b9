/** Every endpoint: where it is, what it wants, and how it answers. */

import { allRatios, colonRatios, commonRatios, nearestRatio } from "./ratios.ts";
import {
  detailsPath,
  downloadPath,
  readDetails,
  readDownload,
  readSearch,
  type StockDownload,
  type StockSearch,
  searchPath,
} from "./stock.ts";
import { type Result, readClasses, readCutOut, readPictures } from "./tasks.ts";

/** A picture to be made from words, as `content.describe_picture()` asks for it. */
export interface PictureRequest {
  readonly prompt: string;
  /** Width to height of what is needed; the nearest shape that the model has is asked for. */
  readonly ratio: number;
  readonly seed?: number;
  readonly resolution?: string;
}

/** A picture in base64. */
type Base64 = string;

/** What each operation asks for, in the database's words. */
export interface Requests {
  stock_search: StockSearch;
  stock_details: StockDownload;
  stock_download: StockDownload;
  mystic: PictureRequest;
  flux_dev: PictureRequest;
  hyperflux: PictureRequest;
  flux_pro_v1_1: PictureRequest;
  imagen3: PictureRequest & { readonly num_images?: number };
  seedream_v4: PictureRequest;
  nano_banana_pro: PictureRequest;
  classic_text_to_image: PictureRequest & {
    readonly negative_prompt?: string;
    readonly num_images?: number;
  };
  image_upscaler: {
    readonly image: Base64;
    /** The picture's size: the price goes by it. */
    readonly width: number;
    readonly height: number;
    readonly scale_factor?: "2x" | "4x" | "8x" | "16x";
    readonly optimized_for?: string;
    readonly prompt?: string;
    /** -10 to 10, as the next three. */
    readonly creativity?: number;
    readonly hdr?: number;
    readonly resemblance?: number;
    readonly fractality?: number;
    readonly engine?: string;
  };
  image_relight: {
    readonly image: Base64;
    readonly prompt?: string;
    readonly light_transfer_strength?: number;
    readonly interpolate_from_original?: boolean;
    readonly change_background?: boolean;
    readonly style?: string;
    readonly preserve_details?: boolean;
    readonly advanced_settings?: Record<string, string | number | boolean>;
  } & (
    | {
        readonly transfer_light_from_reference_image?: Base64;
        readonly transfer_light_from_lightmap?: never;
      }
    | {
        readonly transfer_light_from_reference_image?: never;
        readonly transfer_light_from_lightmap?: Base64;
      }
  );
  image_style_transfer: {
    readonly image: Base64;
    readonly reference_image: Base64;
    readonly prompt?: string;
    readonly style_strength?: number;
    readonly structure_strength?: number;
    readonly is_portrait?: boolean;
    readonly portrait_style?: string;
    readonly portrait_beautifier?: string;
    readonly flavor?: string;
    readonly engine?: string;
    readonly fixed_generation?: boolean;
  };
  reimagine_flux: {
    readonly image: Base64;
    readonly prompt?: string;
    readonly imagination?: "wild" | "subtle" | "vivid";
    readonly ratio?: number;
  };
  image_expand: {
    readonly image: Base64;
    /** The size in which the picture is sent. */
    readonly width: number;
    readonly height: number;
    readonly prompt?: string;
    readonly left?: number;
    readonly right?: number;
    readonly top?: number;
    readonly bottom?: number;
  };
  remove_background: { readonly image_url: string };
  improve_prompt: { readonly prompt: string; readonly type: "image" | "video"; readonly language?: string };
  image_to_prompt: { readonly image: Base64 };
  classify_image: { readonly image: Base64 };
}
export type Operation = keyof Requests;

/** A call, as `content.next_source_step()` gives it. */
export type FreepikCall = {
  [Name in Operation]: { readonly operation: Name; readonly request: Requests[Name] };
}[Operation];

/** An endpoint whose answer is the result. */
interface Direct<Request> {
  readonly method: "GET" | "POST";
  readonly answers: "result";
  readonly path: (request: Request) => string;
  /** Fields of the body. */
  readonly body?: (request: Request) => Record<string, unknown>;
  /** `form`: the fields go as an HTML form's. */
  readonly encoding?: "json" | "form";
  readonly read: (body: unknown) => Result;
  /** What an answer may have, where that is more than usual. */
  readonly maxAnswerBytes?: number;
}

/** An endpoint that starts a task: the same path lists them, and with an id asks for one. */
interface TaskEndpoint<Request> {
  readonly method: "POST";
  readonly answers: "task";
  readonly path: string;
  readonly body: (request: Request) => Record<string, unknown>;
}

export type Endpoint<Request> = Direct<Request> | TaskEndpoint<Request>;

const kept =
  (read: (body: unknown) => object) =>
  (body: unknown): Result => ({ response: read(body) });
const get = <Request>(
  path: (request: Request) => string,
  read: (body: unknown) => object,
): Direct<Request> => ({
  method: "GET",
  answers: "result",
  path,
  read: kept(read),
});
const task = <Request>(
  path: string,
  body: (request: Request) => Record<string, unknown>,
): TaskEndpoint<Request> => ({ method: "POST", answers: "task", path: `/v1/ai/${path}`, body });
/** What is asked for in the provider's own words already. */
const asIs = (request: object) => ({ ...request });
const seeded = ({ prompt, ratio, seed }: PictureRequest) => ({
  prompt,
  aspect_ratio: nearestRatio(ratio, commonRatios),
  seed,
});

/** The endpoints by operation. */
export const endpoints: { readonly [Name in Operation]: Endpoint<Requests[Name]> } = {
  stock_search: get(searchPath, readSearch),
  stock_details: get(detailsPath, readDetails),
  stock_download: get(downloadPath, readDownload),

  mystic: task("mystic", ({ prompt, ratio, resolution }) => ({
    prompt,
    aspect_ratio: nearestRatio(ratio, allRatios),
    resolution,
  })),
  flux_dev: task("text-to-image/flux-dev", seeded),
  hyperflux: task("text-to-image/hyperflux", seeded),
  flux_pro_v1_1: task("text-to-image/flux-pro-v1-1", seeded),
  imagen3: task("text-to-image/imagen3", ({ prompt, ratio, num_images = 1 }) => ({
    prompt,
    num_images,
    aspect_ratio: nearestRatio(ratio, commonRatios),
  })),
  seedream_v4: task("text-to-image/seedream-v4", seeded),
  nano_banana_pro: task("text-to-image/nano-banana-pro", ({ prompt, ratio, resolution }) => ({
    prompt,
    aspect_ratio: nearestRatio(ratio, colonRatios),
    resolution,
  })),
  classic_text_to_image: {
    method: "POST",
    answers: "result",
    path: () => "/v1/ai/text-to-image",
    body: ({ prompt, negative_prompt, ratio, seed, num_images = 1 }) => ({
      prompt,
      negative_prompt,
      num_images,
      seed,
      image: { size: nearestRatio(ratio, allRatios) },
    }),
    read: readPictures,
    maxAnswerBytes: 40_000_000,
  },

  image_upscaler: task("image-upscaler", ({ width: _width, height: _height, ...rest }) => rest),
  image_relight: task("image-relight", asIs),
  image_style_transfer: task("image-style-transfer", asIs),
  reimagine_flux: task("beta/text-to-image/reimagine-flux", ({ ratio, ...rest }) => ({
    ...rest,
    aspect_ratio: ratio === undefined ? "original" : nearestRatio(ratio, commonRatios),
  })),
  image_expand: task("image-expand/flux-pro", ({ image, prompt, left, right, top, bottom }) => ({
    image,
    prompt,
    left,
    right,
    top,
    bottom,
  })),
  remove_background: {
    method: "POST",
    answers: "result",
    path: () => "/v1/ai/beta/remove-background",
    body: asIs,
    encoding: "form",
    read: readCutOut,
  },
  improve_prompt: task("improve-prompt", asIs),
  image_to_prompt: task("image-to-prompt", asIs),
  classify_image: {
    method: "POST",
    answers: "result",
    path: () => "/v1/ai/classifier/image",
    body: asIs,
    read: readClasses,
  },
};

/** What a call looks like on the wire. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** Puts a call on the wire; a task's end is reported to the webhook's address, if there is one. */
export function describeCall(call: FreepikCall, webhookUrl?: string): WireRequest {
  // The table's type pairs each request with its operation, which a union cannot say.
  const endpoint = endpoints[call.operation] as Endpoint<unknown>;
  const path = typeof endpoint.path === "string" ? endpoint.path : endpoint.path(call.request);
  const fields = endpoint.body?.(call.request);
  if (fields === undefined) return { method: endpoint.method, path };
  if (endpoint.answers === "result" && endpoint.encoding === "form") {
    return {
      method: endpoint.method,
      path,
      body: new URLSearchParams(fields as Record<string, string>).toString(),
      contentType: "application/x-www-form-urlencoded",
    };
  }
  const more = endpoint.answers === "task" && webhookUrl !== undefined ? { webhook_url: webhookUrl } : {};
  return {
    method: endpoint.method,
    path,
    body: JSON.stringify({ ...fields, ...more }),
    contentType: "application/json",
  };
}
