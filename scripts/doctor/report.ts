import type { Finding } from "./finding.ts";
import type { System } from "./system.ts";

/** The findings for people, in the order given. */
export function report({ databaseUrl, apiUrl, workerUrl }: System, findings: readonly Finding[]): string {
  const { host, pathname } = new URL(databaseUrl);
  const parts = [apiUrl, workerUrl].filter((url) => url !== undefined);
  const lookedAt = `Looked at ${[`the database ${pathname.slice(1)} at ${host}`, ...parts].join(", ")}.`;
  return [lookedAt, ...findings.map(describe), verdict(findings)].join("\n\n");
}

function describe(finding: Finding): string {
  const { severity, check_key, age, organization_id, subject, subject_id } = finding;
  const head = [
    `${severity.toUpperCase()} ${check_key}`,
    age === null ? undefined : `for ${age}`,
    organization_id === null ? undefined : `organisation ${organization_id}`,
    [subject, subject_id].filter((part) => part !== null).join(" "),
  ];
  const lines = [
    head.filter((part) => part !== undefined).join(" · "),
    finding.problem,
    `→ ${finding.remedy}`,
  ];
  return lines.join("\n  ");
}

function verdict(findings: readonly Finding[]): string {
  const count = (severity: Finding["severity"]) => {
    const amount = findings.filter((finding) => finding.severity === severity).length;
    return amount === 0 ? [] : [`${amount} ${severity}${amount === 1 ? "" : "s"}`];
  };
  const counts = [...count("error"), ...count("warning")];
  return counts.length === 0 ? "Nothing is wrong." : `${counts.join(", ")}.`;
}
