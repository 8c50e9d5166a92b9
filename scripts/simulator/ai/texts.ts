import sharp from "sharp";
import { colorOf } from "../photos.ts";
import { hash32, randomFrom } from "../random.ts";
import type { Input } from "./inputs.ts";

const lights = ["soft morning light", "warm evening light", "even studio light", "dramatic side light"];
const lenses = ["shallow depth of field", "wide angle", "close-up", "eye-level view"];
const manners = ["rich natural colours", "muted tones", "crisp detail", "clean composition"];

/** A longer prompt from a shorter one. Always in English: the simulator does not translate. */
export function improvedPrompt(prompt: string, type: string, seed: string): string {
  const random = randomFrom(`${seed}/improved/${prompt}`);
  const begin = prompt.trim() === "" ? "A quiet still life on a table" : prompt.trim();
  const movement = type === "video" ? ", slow camera movement" : "";
  return `${begin}, ${random.pick(lights)}, ${random.pick(lenses)}, ${random.pick(manners)}${movement}`;
}

/** What can be said about any picture: its shape, its colour and its light. */
export async function describedPicture({ data, width, height }: Input): Promise<string> {
  const { dominant, channels } = await sharp(data).resize(64, 64, { fit: "inside" }).removeAlpha().stats();
  const shape = width > height * 1.05 ? "landscape" : height > width * 1.05 ? "portrait" : "square";
  const mean = channels.reduce((sum, channel) => sum + channel.mean, 0) / channels.length;
  const light = mean > 150 ? "bright" : mean > 80 ? "soft" : "dark";
  return `A ${shape} picture in ${colorOf(dominant.r, dominant.g, dominant.b)} tones, ${light} light, sharp focus, realistic detail`;
}

/** How sure a classifier is, the likelier class first. */
export function classified({ data }: Input): { class_name: string; probability: number }[] {
  const ai = (hash32(data.toString("base64")) % 10_000) / 10_000;
  return [
    { class_name: "not_ai", probability: Number((1 - ai).toFixed(4)) },
    { class_name: "ai", probability: ai },
  ].sort((a, b) => b.probability - a.probability);
}
