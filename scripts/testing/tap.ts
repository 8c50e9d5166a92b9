/** One line of a TAP report. */
export interface TapResult {
  readonly outcome: "passed" | "failed" | "skipped";
  readonly description: string;
  /** The comment lines that follow a failure. */
  readonly diagnostics: readonly string[];
}

export interface TapReport {
  readonly results: readonly TapResult[];
  /** What is wrong with the report itself, such as a plan that was not kept. */
  readonly faults: readonly string[];
}

const testLine = /^(?<not>not )?ok(?: (?<number>\d+))?(?: -)? ?(?<text>.*)$/;
const planLine = /^1\.\.(?<count>\d+)(?:\s*#\s*(?<skip>skip.*))?$/i;

/** Reads the lines of a TAP report. Subtests, which are indented, count through the line that sums them up. */
export function parseTap(lines: readonly string[]): TapReport {
  const results: (TapResult & { diagnostics: string[] })[] = [];
  const faults: string[] = [];
  let planned: number | undefined;

  for (const line of lines) {
    const plan = planLine.exec(line);
    const test = testLine.exec(line);
    if (plan?.groups !== undefined) {
      if (planned !== undefined) faults.push("There is more than one plan.");
      planned = Number(plan.groups.count);
      const reason = plan.groups.skip;
      if (planned === 0 && reason !== undefined) {
        results.push({ outcome: "skipped", description: reason, diagnostics: [] });
        planned = 1;
      }
    } else if (test?.groups !== undefined) {
      const { not, number, text = "" } = test.groups;
      results.push({ outcome: outcomeOf(not !== undefined, text), description: text, diagnostics: [] });
      if (number !== undefined && Number(number) !== results.length) {
        faults.push(`Test ${number} arrived as number ${results.length}.`);
      }
    } else if (line.startsWith("Bail out!")) {
      faults.push(line);
    } else if (line.startsWith("#")) {
      results.at(-1)?.diagnostics.push(line);
    }
  }

  if (planned === undefined) faults.push("There is no plan: begin with `select plan(n);`.");
  else if (planned !== results.length)
    faults.push(`${planned} tests were planned and ${results.length} ran.`);
  return { results, faults };
}

function outcomeOf(failed: boolean, text: string): TapResult["outcome"] {
  const directive = /#\s*(skip|todo)\b/i.exec(text)?.[1]?.toLowerCase();
  if (directive === "skip") return "skipped";
  // A to-do that fails is expected to; one that passes is simply a pass.
  if (failed) return directive === "todo" ? "skipped" : "failed";
  return "passed";
}
