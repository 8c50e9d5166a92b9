import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setUpBrand } from "./demo/brand.ts";
import { contactSheet } from "./demo/contact-sheet.ts";
import { capSpend, estimate, readSpend } from "./demo/money.ts";
import { readCost, readOverview } from "./demo/overview.ts";
import { formTeam } from "./demo/people.ts";
import { Progress } from "./demo/progress.ts";
import { publish, readAnalytics, reportMetrics } from "./demo/publish.ts";
import { costs, estimated, number, score, spending, table } from "./demo/report.ts";
import { brief, followRequest, makeRequest } from "./demo/request.ts";
import { review } from "./demo/review.ts";
import { type DemoStack, takeStack } from "./demo/stack.ts";

// npm run demo: one content request through every layer, as three people, over the public REST API.
const options = readOptions();

// With --json, standard output is for the result alone.
const out = options.json ? process.stderr : process.stdout;
const say = (line = "") => void out.write(`${line}\n`);
const detail = (line: string) => say(`  ${line}`);

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interrupt.abort(new Error(`Interrupted by ${signal}.`)));
}

try {
  const stack = await takeStack(detail, interrupt.signal);
  say(`The stack is ${stack.isOurs ? "up" : "running already"}: ${stack.apiUrl}`);
  let result: object;
  try {
    result = await Promise.race([run(stack), interrupted()]);
  } finally {
    await stack.stop();
  }
  if (stack.isOurs) say("\nThe demo has stopped the stack that it started. npm start keeps one running.");
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`\nThe demo failed. ${(error as Error).message}\n`);
  process.exit(interrupt.signal.aborted ? 130 : 1);
}

function readOptions(): { json: boolean } {
  try {
    return parseArgs({ options: { json: { type: "boolean", default: false } } }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\nnpm run demo [-- --json]\n`);
    process.exit(1);
  }
}

function interrupted(): Promise<never> {
  const { signal } = interrupt;
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function run({ apiUrl, dataDir }: DemoStack): Promise<object> {
  const team = await formTeam(apiUrl);
  const { owner, editor, reviewer } = team;
  say(`\n${team.organization} (${team.slug})`);
  for (const { name, role } of [owner, editor, reviewer]) detail(`${name}, ${role}`);

  const brand = await setUpBrand(team);
  say(`\n${brand.name}: logo, fonts, palette, guideline, template and a review of two steps are in place.`);

  await capSpend(owner.api);
  const expected = await estimate(editor.api, brand);
  say(`\n${estimated(expected)}`);

  const request_id = await makeRequest(editor.api, brand);
  say(`\n“${brief.title}”, content request ${request_id}`);
  await followRequest(team, request_id, new Progress(out), detail);

  say("\nReview");
  const approvals = await review(team, request_id, detail);

  const publications = await publish(editor.api, request_id);
  const figures = await reportMetrics(editor.api, publications);
  say(`\nPublished ${publications.length} and captured ${figures} figures; waiting for the analytics …`);
  const analytics = await readAnalytics(editor.api, publications);

  const folder = join(dataDir, "demo", request_id);
  const [variants, cost, spend] = await Promise.all([
    readOverview(editor.api, request_id, folder),
    readCost(editor.api, request_id),
    readSpend(owner.api),
  ]);
  const sheet = join(folder, "contact-sheet.png");
  await writeFile(sheet, await contactSheet(`${brand.name}: ${brief.title}`, variants, cost));

  say(`\n${table(variants)}\n`);
  for (const variant of variants.filter(({ worst_violation }) => worst_violation !== null))
    detail(`${variant.platform}/${variant.placement} scored ${score(variant)}: ${variant.worst_violation}`);
  for (const { platform, placement, reach, engagement_rate } of analytics) {
    const rate = engagement_rate === null ? "" : `, engagement ${(engagement_rate * 100).toFixed(1)} %`;
    detail(`${platform}/${placement} reached ${number(reach ?? 0)}${rate}`);
  }
  say(`\n  Cost           ${costs(cost)}`);
  say(`  This month     ${spending(spend)}`);
  say(`  Pictures       ${folder}`);
  say(`  Contact sheet  ${sheet}`);
  const elapsed_ms = Math.round(performance.now());
  say(`  Time           ${(elapsed_ms / 1000).toFixed(1)} s`);
  return {
    request_id,
    variants: variants.map(({ platform, placement, width, height, bytes, format, score, status, path }) => ({
      platform,
      placement,
      width,
      height,
      bytes,
      format,
      score,
      status,
      path,
    })),
    approvals,
    publications,
    analytics,
    cost,
    spend,
    contact_sheet: sheet,
    elapsed_ms,
  };
}
