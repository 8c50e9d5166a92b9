import type { Brand } from "./brand.ts";
import type { Brief } from "./briefs.ts";
import { type Api, need, type Row } from "./client.ts";
import type { Asked } from "./request.ts";

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

/** What a request would cost, before anything is spent. */
export interface Estimate {
  readonly brief: Brief;
  readonly price: number;
  readonly currency: string;
  readonly monthly_left: number;
  readonly request_cap: number;
  /** How many limits of the platforms caption and alternative text would break. */
  readonly broken_limits: number;
}

/** Asks what a request would cost, and what the caps leave. */
export async function estimate(editor: Api, brand: Brand, brief: Brief): Promise<Estimate> {
  const { brand_profile_id, content_template_id } = brand;
  const { title: _title, ...asked } = brief;
  const { price, currency, monthly_left, request_cap, broken_limits } = await need(
    `Estimating “${brief.title}”`,
    editor.rpc("estimate_content_request", { brand_profile_id, content_template_id, ...asked }).single(),
  );
  if (price === null || currency === null || monthly_left === null || request_cap === null)
    throw new Error(`The estimate of “${brief.title}” lacks its price or its caps.`);
  const broken = Array.isArray(broken_limits) ? broken_limits.length : 0;
  return { brief, price, currency, monthly_left, request_cap, broken_limits: broken };
}

/** A call to the provider, and what it was billed. */
export interface Call {
  readonly id: string;
  readonly request_id: string;
  readonly operation: string;
  /** The AI model; null for stock. */
  readonly model: string | null;
  readonly outcome: string;
  readonly amount: number;
  readonly currency: string;
}

/** Every call that was made for these requests, as the ledger has it. */
export async function readCalls(api: Api, asked: readonly Asked[]): Promise<Call[]> {
  const ids = asked.map(({ id }) => id);
  const models = new Set(asked.map(({ brief }) => brief.sources[0]?.model));
  const calls = await need(
    "Reading the paid calls",
    api
      .from("provider_calls")
      .select("id, subject_id, operation, state, currency, api_usage(outcome, cost)")
      .in("subject_id", ids)
      .order("sent_at"),
  );
  calls.sort((a, b) => ids.indexOf(a.subject_id ?? "") - ids.indexOf(b.subject_id ?? ""));
  return calls.map(({ id, subject_id, operation, state, currency, api_usage }) => ({
    id,
    request_id: subject_id ?? "",
    operation,
    model: models.has(operation) ? operation : null,
    // A search that had been asked before was not made again, and has no usage.
    outcome: api_usage[0]?.outcome ?? state,
    amount: addUp(api_usage.map(({ cost }) => cost)),
    currency,
  }));
}

/** Adds amounts in millionths, as the ledger counts: 0.1 + 0.2 is 0.3. */
export function addUp(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + Math.round(amount * 1e6), 0) / 1e6;
}

/** What calls cost together. */
export interface Cost {
  readonly amount: number;
  readonly currency: string;
  readonly calls: number;
}

/** Adds calls of one currency up. */
export function sumCost(calls: readonly Call[]): Cost {
  const currencies = [...new Set(calls.map(({ currency }) => currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1)
    throw new Error(`The calls were billed in ${currencies.length} currencies, not in one.`);
  return { amount: addUp(calls.map(({ amount }) => amount)), currency, calls: calls.length };
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
