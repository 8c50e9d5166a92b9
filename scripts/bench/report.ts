/** What a bench found: ours against a reference that was measured in the same run, or against the goal alone. */
export interface BenchCase {
  readonly bench: string;
  readonly case: string;
  readonly ours: number;
  /** Null with the ratio: there is nothing to hold it against, and the goal is an amount. */
  readonly reference: number | null;
  readonly ratio: number | null;
  /** Of the ratio if there is one. Null: measured for information. */
  readonly goal: number | null;
  readonly better: "lower" | "higher";
  readonly unit: string;
}

export interface BenchOptions {
  /** As often as the goal says, where a shorter run would do. */
  readonly full: boolean;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

const round = (value: number) => Number(value.toPrecision(4));

/** An amount that has a goal of its own. */
export function measuredCase(
  facts: Pick<BenchCase, "bench" | "case" | "goal" | "better" | "unit">,
  amount: number,
): BenchCase {
  const { bench, case: name, goal, better, unit } = facts;
  return { bench, case: name, ours: round(amount), reference: null, ratio: null, goal, better, unit };
}

/** Sums repeats up: the medians, and the median of the repeats' ratios, which what slows a whole repeat does not touch. */
export function benchCase(
  facts: Pick<BenchCase, "bench" | "case" | "goal" | "better" | "unit">,
  repeats: readonly { readonly ours: number; readonly reference: number }[],
): BenchCase {
  return {
    bench: facts.bench,
    case: facts.case,
    ours: round(median(repeats.map(({ ours }) => ours))),
    reference: round(median(repeats.map(({ reference }) => reference))),
    ratio: round(median(repeats.map(({ ours, reference }) => ours / reference))),
    goal: facts.goal,
    better: facts.better,
    unit: facts.unit,
  };
}

/** The cases as a table for people. */
export function benchTable(cases: readonly BenchCase[]): string {
  const header = ["bench", "case", "ours", "reference", "unit", "ratio", "goal", ""];
  const rows = cases.map(({ bench, case: name, ours, reference, unit, ratio, goal, better }) => {
    const amount = ratio ?? ours;
    const isMet = goal !== null && (better === "lower" ? amount <= goal : amount >= goal);
    const sign = better === "lower" ? "≤" : "≥";
    return [
      bench,
      name,
      `${ours}`,
      `${reference ?? ""}`,
      unit,
      `${ratio ?? ""}`,
      ...(goal === null ? ["", ""] : [`${sign} ${goal}`, isMet ? "met" : "MISSED"]),
    ];
  });
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
