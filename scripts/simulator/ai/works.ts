import sharp from "sharp";
import { type Color, colors } from "../catalogue.ts";
import { colorOf } from "../photos.ts";
import { type AiPath, endpoints, type Method } from "./endpoints.ts";
import type { Body } from "./fields.ts";
import type { Input } from "./inputs.ts";
import type { Size } from "./sizes.ts";

/** What results are made from: enough to make them again at any time, the same. Plain data. */
export type Work = Size & {
  method: Method;
  prompt: string;
  seed: string;
  /** How many pictures; none where the result is a text. */
  count: number;
  file: "jpeg" | "png";
  color: Color | null;
  /** The picture that was sent, small, in base64. */
  source: string | null;
  /** Pixels that an extended picture has beside its source. */
  margins: { left: number; top: number } & Size;
};

/** A source is kept up to this side: enough to see what a result was made from. */
const sourceSide = 1_024;

/** Settles what a call asks for. */
export async function workOf(
  path: AiPath,
  body: Body,
  prompt: string,
  input: Input | null,
  taskId: string,
): Promise<Work> {
  const endpoint = endpoints[path];
  const { method } = endpoint;
  const size = endpoint.size?.(body, input) ?? { width: 0, height: 0 };
  const repeatable = body.seed ?? (isFixed(body) ? "fixed" : null);
  const png = endpoint.file === "png" || body.output_format === "png";
  const side = (name: string) => (typeof body[name] === "number" ? body[name] : 0);
  return {
    method,
    prompt,
    // Without a seed every call gives another picture; with one the same call gives the same.
    seed: `${path}/${prompt}/${repeatable ?? taskId}`,
    ...size,
    count: endpoint.size ? (typeof body.num_images === "number" ? body.num_images : 1) : 0,
    file: png ? "png" : "jpeg",
    color: colorAsked(body, prompt),
    source: input && method !== "paint" && method !== "draw" ? await shrunk(input) : null,
    margins: { left: side("left"), top: side("top"), width: input?.width ?? 0, height: input?.height ?? 0 },
  };
}

function isFixed(body: Body): boolean {
  const settings = body.advanced_settings as Body | undefined;
  return body.fixed_generation === true || settings?.fixed_generation === true;
}

/** The first colour of the styling, or the first that the prompt names. */
function colorAsked(body: Body, prompt: string): Color | null {
  const styling = body.styling as { colors?: { color: string }[] } | undefined;
  const hex = styling?.colors?.[0]?.color;
  if (hex) {
    const value = Number.parseInt(hex.slice(1), 16);
    return colorOf(value >> 16, (value >> 8) & 255, value & 255);
  }
  const words = prompt.toLowerCase().match(/[a-z]+/g) ?? [];
  const named = words.map((word) => (word === "grey" ? "gray" : word));
  return named.find((word): word is Color => (colors as readonly string[]).includes(word)) ?? null;
}

async function shrunk({ data }: Input): Promise<string> {
  const small = await sharp(data)
    .autoOrient()
    .resize(sourceSide, sourceSide, { fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: 88 })
    .toBuffer();
  return small.toString("base64");
}
