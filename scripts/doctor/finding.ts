/** Something that is wrong: a row of `analytics.diagnose()` with its age, or what a part of the system did not answer. */
export interface Finding {
  readonly severity: "error" | "warning";
  readonly check_key: string;
  /** Null: everybody's. */
  readonly organization_id: string | null;
  readonly subject: string;
  readonly subject_id: string | null;
  /** ISO 8601; null: nobody knows. */
  readonly since: string | null;
  /** `since` in words: `3 h 12 min`. */
  readonly age: string | null;
  readonly problem: string;
  readonly remedy: string;
}

/** Errors first, then the oldest; what nobody knows the age of comes last. */
export function bySeverityAndAge(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return a.severity === "error" ? -1 : 1;
  const time = ({ since }: Finding) => (since === null ? Number.MAX_VALUE : Date.parse(since));
  return time(a) - time(b);
}
