import type { AiPath } from "./ai/endpoints.ts";

/** Where a price comes from: an assumed one proves that two ledgers agree, and forecasts no bill. */
type Source = "published" | "assumed";
type Price = { cost: number; currency: "EUR" | "USD"; source: Source };

/** What a price can depend on. */
export type Usage = {
  /** How many pictures were asked for. */
  pictures: number;
  resolution: string | null;
  /** Size of the picture that was sent. */
  input: { width: number; height: number } | null;
  /** How many times longer each side becomes. */
  factor: number;
};
type Rule = (usage: Usage) => Price;

const eur = (cost: number, source: Source): Price => ({ cost, currency: "EUR", source });
const usd = (cost: number): Price => ({ cost, currency: "USD", source: "published" });
const perCall =
  (price: Price): Rule =>
  () =>
    price;
const perPicture =
  (price: Price): Rule =>
  ({ pictures }) => ({ ...price, cost: price.cost * pictures });
const byResolution =
  (prices: Record<string, Price>): Rule =>
  ({ resolution }) => {
    const price = resolution === null ? undefined : prices[resolution];
    if (!price) throw new Error(`there is no price for the resolution '${resolution}'`);
    return price;
  };

/** What doubling a picture of up to so many pixels costs. */
const doublings = [
  { pixels: 1280 * 720, cost: 0.1 },
  { pixels: 1920 * 1080, cost: 0.2 },
  { pixels: Number.POSITIVE_INFINITY, cost: 1.2 },
];
/**
 * The published examples are a price for doubling, by the picture's size, times the growth in area beyond
 * that. A size between two examples costs what the larger does.
 */
const byArea =
  (source: Source): Rule =>
  ({ input, factor }) => {
    if (!input) throw new Error("an upscaler's price needs the size of the picture");
    const pixels = input.width * input.height;
    const doubling = doublings.find((one) => pixels <= one.pixels) as (typeof doublings)[number];
    return eur(doubling.cost * (factor / 2) ** 2, source);
  };

/** Prices of calls that make nothing. */
export const stockPrices = {
  "GET /v1/resources": eur(0, "assumed"),
  "GET /v1/resources/{id}/download": eur(0.1, "assumed"),
  "GET /v1/resources/{id}/download/{format}": eur(0.1, "assumed"),
  "GET /v1/icons": eur(0, "assumed"),
  "GET /v1/icons/{id}/download": eur(0.05, "assumed"),
} as const;
export type StockEndpoint = keyof typeof stockPrices;

/** Prices of AI calls. */
export const aiPrices: Record<AiPath, Rule> = {
  "text-to-image": perPicture(eur(0.01, "assumed")),
  mystic: byResolution({
    "1k": eur(0.1, "assumed"),
    "2k": eur(0.1, "published"),
    "4k": eur(0.32, "published"),
  }),
  "text-to-image/flux-dev": perCall(eur(0.02, "assumed")),
  "text-to-image/hyperflux": perCall(eur(0.01, "assumed")),
  "text-to-image/flux-pro-v1-1": perCall(eur(0.05, "assumed")),
  "text-to-image/imagen3": perPicture(eur(0.05, "assumed")),
  "text-to-image/imagen4-fast": perPicture(eur(0.03, "assumed")),
  "text-to-image/imagen4-ultra": perPicture(eur(0.08, "assumed")),
  "text-to-image/seedream": perCall(eur(0.03, "assumed")),
  "text-to-image/seedream-v4": perCall(eur(0.04, "assumed")),
  "text-to-image/seedream-v4-5": perCall(eur(0.05, "assumed")),
  "text-to-image/seedream-v5-lite": perCall(eur(0.04, "assumed")),
  "text-to-image/seedream-v5-pro": perCall(eur(0.06, "assumed")),
  "text-to-image/seedream-v4-edit": perCall(eur(0.04, "assumed")),
  "gemini-2-5-flash-image-preview": perCall(usd(0.042)),
  "text-to-image/nano-banana-pro": byResolution({ "1K": usd(0.1), "2K": usd(0.15), "4K": usd(0.3) }),
  "text-to-image/nano-banana-pro-flash": byResolution({
    "1K": usd(0.095),
    "2K": usd(0.143),
    "4K": usd(0.19),
  }),
  "image-upscaler": byArea("published"),
  "image-upscaler-precision": byArea("assumed"),
  "image-upscaler-precision-v2": byArea("assumed"),
  "image-relight": perCall(eur(0.1, "published")),
  "image-style-transfer": perCall(eur(0.1, "published")),
  "beta/remove-background": perCall(eur(0.02, "assumed")),
  "beta/text-to-image/reimagine-flux": perCall(eur(0.03, "assumed")),
  "image-expand/flux-pro": perCall(eur(0.05, "assumed")),
  "image-expand/ideogram": perCall(eur(0.05, "assumed")),
  "image-expand/seedream-v4-5": perCall(eur(0.05, "assumed")),
  "improve-prompt": perCall(eur(0.01, "assumed")),
  "image-to-prompt": perCall(eur(0.01, "assumed")),
  "classifier/image": perCall(eur(0.01, "assumed")),
  "text-to-icon": perCall(eur(0.02, "assumed")),
};

/** A price as the ledger takes it, to the micro-unit. */
export function costOf({ cost, currency }: Price): { cost: number; currency: string } {
  return { cost: Math.round(cost * 1_000_000) / 1_000_000, currency };
}
