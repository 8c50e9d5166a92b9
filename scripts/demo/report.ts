import type { Brief } from "./briefs.ts";
import type { BrandDesign } from "./design.ts";
import type { Explained, WhatIf } from "./explain.ts";
import { addUp, type Call, type Cost, type Estimate, type Spend } from "./money.ts";
import type { Variant } from "./overview.ts";
import type { Performance } from "./publish.ts";
import type { Decision } from "./review.ts";

/** A brand's character, in a line. */
export function setUp({ name, template, fonts, workflow }: BrandDesign): string {
  const steps = workflow.steps.map(({ approver_role }) => approver_role).join(", then ");
  return `${name}: template ${template}, headlines in ${fonts[0]?.name}, approved by ${steps}`;
}

/** The variants as a table for people. */
export function variantTable(variants: readonly Variant[]): string {
  const head = ["Placement", "Size", "kB", "Score", "Status", "Weakest check"];
  const rows = variants.map((variant) => [
    `${variant.platform}/${variant.placement}`,
    `${variant.width} × ${variant.height}`,
    number(Math.round(variant.bytes / 1000)),
    score(variant),
    variant.status,
    variant.worst_check ?? "none",
  ]);
  return table(head, rows, [2, 3]);
}

/** What was paid for what. */
export function billed(calls: readonly Call[]): string {
  return calls
    .map(({ operation, outcome, amount, currency }) => {
      const ending = outcome === "succeeded" ? "" : `, ${outcome}`;
      return `${operation.replace("stock_", "stock ")} ${money(amount, currency)}${ending}`;
    })
    .join(", ");
}

/** Who approved, and what they approved though it failed the brand's checks. */
export function reviewed(decisions: readonly Decision[], failed: readonly string[]): string {
  const people = decisions.map(({ by, approvals }) => `${by} (all ${approvals} at once)`).join(", then ");
  const held =
    failed.length === 0 ? "" : `; failed the checks and was submitted by hand: ${failed.join(", ")}`;
  return `Approved by ${people}${held}`;
}

/** Which brand goes live, and which wait. */
export function live([featured, ...others]: readonly BrandDesign[], count: number, figures: number): string {
  const waiting = others.map(({ name }) => name).join(" and ");
  const rest = waiting === "" ? "" : ` ${waiting} stay approved, to be published.`;
  return `\nReviewed. ${featured?.name} goes live: ${count} publications, ${figures} figures; waiting for the analytics …${rest}`;
}

/** What worked best. */
export function engagement(analytics: readonly Performance[]): string {
  const [best] = analytics.toSorted((a, b) => (b.engagement_rate ?? 0) - (a.engagement_rate ?? 0));
  if (best === undefined) return "No platform reports figures";
  const rate = ((best.engagement_rate ?? 0) * 100).toFixed(1);
  return `Live, with figures of ${analytics.length}; ${best.platform}/${best.placement} engages most (${rate} %)`;
}

/** Why a picture failed, what to do, and that it was done. */
export function explanation({ platform, placement, checks, picture, ...scores }: Explained): string {
  const rows = checks.map(({ check_key, outcome, is_gate, lost_points, message }) => [
    check_key ?? "",
    outcome ?? "",
    is_gate && outcome === "fail" ? "caps it" : (lost_points ?? 0).toFixed(1),
    shorten(message ?? "", 110),
  ]);
  return [
    `Somebody gets carried away with ${platform}/${placement}. Why ${score(scores)} of 100?`,
    table(["Check", "Outcome", "Lost", "What was seen, and what to do"], rows, [2]),
    `  Taken back, it scores ${score({ score: scores.mended })}. The same, drawn on the picture: ${picture}`,
  ].join("\n");
}

/** What other guidelines would make of the brand's pictures. */
export function consequences({ name }: BrandDesign, whatIf: WhatIf): string {
  const { changes, variants, mean_before, mean_after, newly_failing, newly_passing, worst } = whatIf;
  const rows = worst.map((one) => [
    `${one.platform}/${one.placement}`,
    score({ score: one.score_before }),
    score({ score: one.score_after }),
    one.verdict_after ?? "",
  ]);
  return [
    `What if ${name}'s guideline were stricter: ${changes}? Of ${variants} pictures ${newly_failing} would newly fail, ${newly_passing} newly pass; the mean would go from ${mean_before} to ${mean_after}. Worst:`,
    table(["Placement", "Now", "Then", "Verdict"], rows, [1, 2]),
  ].join("\n");
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

/** What requests would cost, what limits they would break, and what the caps leave. */
export function estimated(estimates: readonly Estimate[]): string {
  const sum = addUp(estimates.map(({ price }) => price));
  const broken = estimates.reduce((total, { broken_limits }) => total + broken_limits, 0);
  const { currency = "EUR", monthly_left = 0, request_cap = 0 } = estimates[0] ?? {};
  const left = `the caps leave ${money(monthly_left, currency)} this month, ${money(request_cap, currency)} a request`;
  const limits = `${broken === 0 ? "no" : broken} platform limit${broken === 1 ? "" : "s"} broken`;
  return `Estimate, before a cent is spent: ${money(sum, currency)} for ${estimates.length} requests; ${left}; ${limits}`;
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
