/** What a bench found: ours against a reference that was measured in the same run. */
export interface BenchCase {
  readonly bench: string;
  readonly case: string;
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  /** Null: measured for information. */
  readonly goal: number | null;
  readonly better: "lower" | "higher";
  readonly unit: string;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Sums repeats up: the medians, and the median of the repeats' ratios, which what slows a whole repeat does not touch. */
export function benchCase(
  facts: Pick<BenchCase, "bench" | "case" | "goal" | "better" | "unit">,
  repeats: readonly { readonly ours: number; readonly reference: number }[],
): BenchCase {
  const round = (value: number) => Number(value.toPrecision(4));
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
    const isMet = goal !== null && (better === "lower" ? ratio <= goal : ratio >= goal);
    const sign = better === "lower" ? "≤" : "≥";
    return [
      bench,
      name,
      `${ours}`,
      `${reference}`,
      unit,
      `${ratio}`,
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
