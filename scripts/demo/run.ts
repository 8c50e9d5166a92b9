import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setUpBrand } from "./brand.ts";
import { aiBrief, stockBrief } from "./briefs.ts";
import { contactSheet } from "./contact-sheet.ts";
import { capSpend, estimate, readCalls, readSpend, sumCost } from "./money.ts";
import { readOverview, readSource } from "./overview.ts";
import { formTeam } from "./people.ts";
import type { Progress } from "./progress.ts";
import { publish, readAnalytics, reportMetrics } from "./publish.ts";
import {
  callTable,
  estimated,
  number,
  room,
  score,
  shorten,
  sourceOf,
  spending,
  variantTable,
} from "./report.ts";
import { followRequests, makeRequest } from "./request.ts";
import { review } from "./review.ts";
import type { DemoStack } from "./stack.ts";

/** Where the demo tells its story. */
export interface Story {
  /** A line. */
  say(line?: string): void;
  /** A line that belongs to the one before. */
  detail(line: string): void;
  readonly progress: Progress;
}

/** Takes two requests, from stock and from AI, through every layer, and tells what it sees. Returns the result for --json. */
export async function runDemo(
  { apiUrl, dataDir }: DemoStack,
  { say, detail, progress }: Story,
): Promise<object> {
  const team = await formTeam(apiUrl);
  const { owner, editor, reviewer } = team;
  say(`\n${team.organization} (${team.slug})`);
  for (const { name, role } of [owner, editor, reviewer]) detail(`${name}, ${role}`);

  const brand = await setUpBrand(team);
  say(`\n${brand.name}: logo, fonts, palette, guideline, template and a review of two steps are in place.`);

  await capSpend(owner.api);
  const briefs = [stockBrief, aiBrief];
  const estimates = await Promise.all(briefs.map((brief) => estimate(editor.api, brand, brief)));
  say("\nEstimates, before a cent is spent");
  for (const expected of estimates) detail(estimated(expected));
  for (const expected of estimates.slice(-1)) detail(room(expected));

  const asked = await Promise.all(briefs.map((brief) => makeRequest(editor.api, brand, brief)));
  const ids = asked.map(({ id }) => id);
  say("\nRequests, side by side");
  for (const { id, brief } of asked) detail(`“${brief.title}” (${sourceOf(brief)}), content request ${id}`);
  await followRequests(team, ids, progress, detail);

  const sources = await Promise.all(ids.map((id) => readSource(editor.api, id)));
  for (const { prompt } of sources)
    if (prompt !== null)
      say(`\nThe prompt, by the database from request and brand\n  ${shorten(prompt, 230)}`);

  say("\nReview");
  const approvals = await review(team, ids, detail);

  const publications = await publish(editor.api, ids);
  const figures = await reportMetrics(editor.api, publications);
  say(`\nPublished ${publications.length} and captured ${figures} figures; waiting for the analytics …`);
  const analytics = await readAnalytics(editor.api, publications);

  const folder = join(dataDir, "demo", team.slug);
  const [calls, spend] = await Promise.all([readCalls(editor.api, asked), readSpend(owner.api)]);
  const made = await Promise.all(
    asked.map(async ({ id, brief }, index) => ({
      id,
      brief,
      estimate: estimates[index]?.price,
      prompt: sources[index]?.prompt ?? null,
      cost: sumCost(calls.filter(({ request_id }) => request_id === id)),
      variants: await readOverview(editor.api, id, join(folder, id)),
    })),
  );
  const variants = made.flatMap(({ variants }) => variants);
  const sheet = join(folder, "contact-sheet.png");
  await writeFile(sheet, await contactSheet(brand.name, made, spend));

  say(`\n${variantTable(variants)}\n`);
  for (const variant of variants.filter(({ worst_violation }) => worst_violation !== null))
    detail(`${variant.platform}/${variant.placement} scored ${score(variant)}: ${variant.worst_violation}`);
  for (const { platform, placement, reach, engagement_rate } of analytics) {
    const rate = engagement_rate === null ? "" : `, engagement ${(engagement_rate * 100).toFixed(1)} %`;
    detail(`${platform}/${placement} reached ${number(reach ?? 0)}${rate}`);
  }
  say(`\n${callTable(calls, asked)}\n`);
  say(`  This month     ${spending(spend)}`);
  say(`  Pictures       ${folder}`);
  say(`  Contact sheet  ${sheet}`);
  const elapsed_ms = Math.round(performance.now());
  say(`  Time           ${(elapsed_ms / 1000).toFixed(1)} s`);

  return {
    request_id: ids[0],
    requests: made.map(({ id, brief, estimate, prompt, cost }) => ({
      id,
      title: brief.title,
      source: brief.sources[0]?.type,
      model: brief.sources[0]?.model ?? null,
      prompt,
      estimate,
      cost,
    })),
    variants: made.flatMap(({ id, variants }) =>
      variants.map(({ platform, placement, width, height, bytes, format, score, status, path }) => ({
        request_id: id,
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
    ),
    approvals,
    publications,
    analytics,
    calls,
    cost: sumCost(calls),
    spend,
    contact_sheet: sheet,
    elapsed_ms,
  };
}
