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

/** A number with thin groups of three digits. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}
