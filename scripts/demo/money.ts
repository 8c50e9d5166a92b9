import type { Brand } from "./brand.ts";
import { type Api, need, type Row } from "./client.ts";
import { brief } from "./request.ts";

/** What the demo's organisation may spend, in euros. */
const caps = { "spend.monthly_cap": 10, "spend.per_request_cap": 1 } as const;

/** Caps what is spent, in a month and on one request. */
export async function capSpend(owner: Api): Promise<void> {
  for (const [key, value] of Object.entries(caps)) {
    await need(
      `Setting ${key}`,
      owner.from("system_settings").update({ value }).eq("key", key).select("value").single(),
    );
  }
}

/** What the request would cost, before anything is spent. */
export async function estimate(editor: Api, { brand_profile_id, content_template_id }: Brand) {
  const { placements, caption, alt_text, search_term } = brief;
  return need(
    "Estimating the request",
    editor
      .rpc("estimate_content_request", {
        brand_profile_id,
        content_template_id,
        placements,
        caption,
        alt_text,
        search_term,
      })
      .single(),
  );
}

/** A month's money in the currency of the cap. */
export type Spend = Pick<
  Row<"spend_months">,
  "month" | "currency" | "spent" | "reserved" | "cap" | "remaining" | "cached_calls" | "saved"
>;

/** What this month's ledger says against the cap. */
export async function readSpend(api: Api): Promise<Spend> {
  return need(
    "Reading the month's money",
    api
      .from("spend_months")
      .select("month, currency, spent, reserved, cap, remaining, cached_calls, saved")
      .eq("currency", "EUR")
      .order("month", { ascending: false })
      .limit(1)
      .single(),
  );
}
