import type { Spend } from "./money.ts";
import type { Cost, Variant } from "./overview.ts";

/** The variants as a table for people. */
export function table(variants: readonly Variant[]): string {
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
  const rightAligned = new Set([2, 3, 6]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return rightAligned.has(column) ? cell.padStart(width) : cell.padEnd(width);
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

/** What it cost. */
export function costs({ amount, currency, calls }: Cost): string {
  return `${amount.toFixed(2)} ${currency} for ${calls} calls`;
}

/** What a request would cost, and what it may. */
export function estimated(estimate: {
  readonly price: number | null;
  readonly currency: string | null;
  readonly monthly_left: number | null;
  readonly request_cap: number | null;
  readonly broken_limits: unknown;
}): string {
  const { price, currency, monthly_left, request_cap, broken_limits } = estimate;
  const broken = Array.isArray(broken_limits) ? broken_limits.length : 0;
  const limits = broken === 0 ? "no platform limit would break" : `${broken} platform limits would break`;
  return (
    `Estimate: ${price?.toFixed(2)} ${currency}; the caps leave ${monthly_left?.toFixed(2)} EUR this month and ` +
    `${request_cap?.toFixed(2)} EUR for the request; ${limits}.`
  );
}

/** What was spent against the cap. */
export function spending({ spent, reserved, cap, remaining, currency, cached_calls, saved }: Spend): string {
  const repeated =
    cached_calls === 0
      ? ""
      : `; ${cached_calls} searches asked once before, which saved ${saved.toFixed(2)} ${currency}`;
  const against = cap === null ? "" : ` of the cap of ${cap.toFixed(2)}, ${remaining?.toFixed(2)} left`;
  return `${spent.toFixed(2)} ${currency} spent, ${reserved.toFixed(2)} reserved${against}${repeated}`;
}

/** A number with thin groups of three digits. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}
