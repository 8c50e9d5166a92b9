import type { Brief } from "./briefs.ts";
import type { Call, Cost, Estimate, Spend } from "./money.ts";
import type { Variant } from "./overview.ts";
import type { Asked } from "./request.ts";

/** The variants as a table for people. */
export function variantTable(variants: readonly Variant[]): string {
  const head = ["Placement", "Size", "Bytes", "Score", "Status", "Approved by", "Reach", "Worst violation"];
  const rows = variants.map((variant) => [
    `${variant.platform}/${variant.placement}`,
    `${variant.width} × ${variant.height}`,
    number(variant.bytes),
    score(variant),
    variant.status,
    (variant.approved_by ?? []).join(", ") || "nobody",
    variant.reach === null ? "–" : number(variant.reach),
    variant.worst_check ?? "none",
  ]);
  return table(head, rows, [2, 3, 6]);
}

/** What was paid for what, call by call. */
export function callTable(calls: readonly Call[], asked: readonly Asked[]): string {
  const titles = new Map(asked.map(({ id, brief }) => [id, brief.title]));
  const rows = calls.map(({ request_id, operation, model, outcome, amount, currency }) => [
    titles.get(request_id) ?? request_id,
    model === null ? operation.replace("_", " ") : "AI picture",
    model ?? "–",
    outcome,
    money(amount, currency),
  ]);
  return table(["Request", "Call", "Model", "Outcome", "Billed"], rows, [4]);
}

function table(head: readonly string[], rows: readonly string[][], rightAligned: readonly number[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return rightAligned.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)]
    .map((text) => `  ${text}`)
    .join("\n");
}

/** A score as people read it. */
export function score({ score }: Pick<Variant, "score">): string {
  return score === null ? "incomplete" : score.toFixed(1);
}

/** What the score suffers from most, in words; what to do about it is left out. */
export function violation({
  worst_check,
  worst_violation,
}: Pick<Variant, "worst_check" | "worst_violation">): string {
  return worst_violation === null ? "no violation" : `${worst_check}: ${worst_violation.split("; ")[0]}`;
}

/** An amount to the cent, and beyond where there is more. */
export function money(amount: number, currency: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
  return `${amount.toLocaleString("en-US", digits)} ${currency}`;
}

/** What it cost. */
export function costs({ amount, currency, calls }: Cost): string {
  return `${money(amount, currency)} for ${calls} ${calls === 1 ? "call" : "calls"}`;
}

/** Where a picture comes from. */
export function sourceOf({ sources: [source] }: Brief): string {
  return source?.type === "ai" ? `AI, ${source.model}` : "stock";
}

/** What a request would cost. */
export function estimated({ brief, price, currency, broken_limits }: Estimate): string {
  const limits = broken_limits === 0 ? "no" : String(broken_limits);
  return `“${brief.title}” (${sourceOf(brief)}): ${money(price, currency)}, and it would break ${limits} platform limits`;
}

/** What the caps leave. */
export function room({ monthly_left, request_cap }: Estimate): string {
  return `The caps leave ${money(monthly_left, "EUR")} this month, and ${money(request_cap, "EUR")} for a request`;
}

/** What was spent against the cap. */
export function spending({ spent, reserved, cap, remaining, currency, cached_calls, saved }: Spend): string {
  const against = cap === null ? "" : ` of the cap of ${money(cap, currency)}`;
  const left = remaining === null ? "" : `, ${money(remaining, currency)} left`;
  const repeated =
    cached_calls === 0
      ? ""
      : `; ${cached_calls} searches not asked again, which saved ${money(saved, currency)}`;
  return `${money(spent, currency)} spent${against}${left}, ${money(reserved, currency)} reserved${repeated}`;
}

/** The beginning of a text, in whole words. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, text.lastIndexOf(" ", length - 2))} …`;
}

/** A number with thin groups of three digits. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}
