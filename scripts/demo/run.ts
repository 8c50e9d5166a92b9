import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Brand, setUpBrand } from "./brand.ts";
import type { Api } from "./client.ts";
import { contactSheet } from "./contact-sheet.ts";
import type { BrandDesign } from "./design.ts";
import { askWhatIf, type Explained, explainMistake } from "./explain.ts";
import { type Call, capSpend, type Estimate, estimate, readCalls, readSpend, sumCost } from "./money.ts";
import { readOverview, readSource } from "./overview.ts";
import { formTeam, type Team } from "./people.ts";
import type { Progress } from "./progress.ts";
import { publish, readAnalytics, reportMetrics } from "./publish.ts";
import {
  billed,
  consequences,
  costs,
  engagement,
  estimated,
  explanation,
  live,
  reviewed,
  setUp,
  shorten,
  spending,
  variantTable,
} from "./report.ts";
import { type Asked, followRequests, makeRequest } from "./request.ts";
import { type Review, review } from "./review.ts";
import type { DemoStack } from "./stack.ts";

/** Where the demo tells its story. */
export interface Story {
  /** A line. */
  say(line?: string): void;
  /** A line that belongs to the one before. */
  detail(line: string): void;
  readonly progress: Progress;
}

/** A brand, and its requests. */
interface Campaign {
  readonly design: BrandDesign;
  readonly brand: Brand;
  readonly estimates: readonly Estimate[];
  readonly asked: readonly Asked[];
}

/**
 * Takes a request from stock and one from AI for each brand through every layer, and tells what it sees. All pictures are
 * reviewed; those of the first brand are published and measured too. Returns the result for --json.
 */
export async function runDemo(
  { apiUrl, dataDir }: DemoStack,
  designs: readonly BrandDesign[],
  { say, detail, progress }: Story,
): Promise<object> {
  const team = await formTeam(apiUrl);
  const { owner, editor, reviewer } = team;
  const people = [owner, editor, reviewer].map(({ name, role }) => `${name} (${role})`);
  say(`\n${team.organization} (${team.slug}): ${people.join(", ")}`);
  await capSpend(owner.api);

  const campaigns = await Promise.all(designs.map((design) => startCampaign(team, design)));
  for (const { design } of campaigns) detail(setUp(design));
  const asked = campaigns.flatMap((campaign) => campaign.asked);
  say(`\n${estimated(campaigns.flatMap(({ estimates }) => estimates))}`);
  say(`\n${asked.length} requests, side by side`);
  const ids = asked.map(({ id }) => id);
  await followRequests(team, ids, progress, detail);

  const folder = join(dataDir, "demo", team.slug);
  const [featured] = campaigns;
  const explained = featured && (await explainOne(editor.api, featured, folder));
  if (explained) say(`\n${explanation(explained)}`);

  const reviews = await Promise.all(
    campaigns.map(({ brand, asked }) =>
      review(
        team,
        brand.workflow,
        asked.map(({ id }) => id),
      ),
    ),
  );
  const publications = await publish(editor.api, featured?.asked.map(({ id }) => id) ?? []);
  const figures = await reportMetrics(editor.api, publications);
  say(live(designs, publications.length, figures));
  const analytics = await readAnalytics(editor.api, publications);

  const [calls, spend] = await Promise.all([readCalls(editor.api, asked), readSpend(owner.api)]);
  const results = await Promise.all(
    campaigns.map((campaign, index) => collect(team, campaign, reviews[index], calls, folder)),
  );
  for (const [
    index,
    { name, variants, requests, approvals, failed, calls, cost, contact_sheet },
  ] of results.entries()) {
    say(`\n${name}: ${costs(cost)} (${billed(calls)})`);
    say(variantTable(variants));
    detail(reviewed(approvals, failed));
    if (index === 0) detail(engagement(analytics));
    for (const { prompt } of requests)
      if (prompt !== null)
        detail(`The prompt, by the database from request and brand: ${shorten(prompt, 150)}`);
    detail(`Contact sheet: ${contact_sheet}`);
  }
  const what_if = featured && (await askWhatIf(editor.api, featured.brand));
  if (what_if) say(`\n${consequences(featured.design, what_if)}`);
  say(`\nThis month: ${spending(spend)}`);
  say(`Pictures: ${folder}`);
  const elapsed_ms = Math.round(performance.now());
  say(`Time: ${(elapsed_ms / 1000).toFixed(1)} s`);

  return {
    request_id: ids[0],
    brands: results.map(({ name, cost, contact_sheet }) => ({ name, cost, contact_sheet })),
    requests: results.flatMap(({ requests }) => requests),
    variants: results.flatMap(({ name, variants }) =>
      variants.map(
        ({ request_id, platform, placement, width, height, bytes, format, score, status, path }) => ({
          ...{ brand: name, request_id, platform, placement },
          ...{ width, height, bytes, format, score, status, path },
        }),
      ),
    ),
    approvals: results.flatMap(({ name, approvals }) => approvals.map((one) => ({ brand: name, ...one }))),
    publications,
    analytics,
    explained,
    what_if,
    calls,
    cost: sumCost(calls),
    spend,
    elapsed_ms,
  };
}

/** Shows why a picture fails, on the brand's first request. */
async function explainOne(
  api: Api,
  { design, asked }: Campaign,
  folder: string,
): Promise<Explained | undefined> {
  const [first] = asked;
  return first && explainMistake(api, first, design.mistake, folder);
}

/** Sets a brand up, asks what its pictures would cost, and asks for them. */
async function startCampaign(team: Team, design: BrandDesign): Promise<Campaign> {
  const { api } = team.editor;
  const brand = await setUpBrand(team, design);
  const estimates = await Promise.all(design.briefs.map((brief) => estimate(api, brand, brief)));
  const asked = await Promise.all(design.briefs.map((brief) => makeRequest(api, brand, brief)));
  return { design, brand, estimates, asked };
}

/** What became of a brand's requests, with its pictures and its contact sheet on this machine. */
async function collect(
  { editor: { api } }: Team,
  { design, asked, estimates }: Campaign,
  { decisions, failed }: Review = { decisions: [], failed: [] },
  allCalls: readonly Call[],
  folder: string,
) {
  const { name } = design;
  const own = join(folder, name.toLowerCase());
  const made = await Promise.all(
    asked.map(async ({ id, brief }, index) => {
      const calls = allCalls.filter(({ request_id }) => request_id === id);
      const { prompt } = await readSource(api, id);
      const variants = await readOverview(api, id, own);
      return { id, brief, estimate: estimates[index]?.price, prompt, calls, cost: sumCost(calls), variants };
    }),
  );
  const calls = made.flatMap((request) => request.calls);
  const cost = sumCost(calls);
  const contact_sheet = join(own, "contact-sheet.png");
  await writeFile(contact_sheet, await contactSheet(design, made, cost));
  return {
    name,
    approvals: decisions,
    failed,
    calls,
    cost,
    contact_sheet,
    requests: made.map(({ id, brief, estimate, prompt, cost }) => ({
      id,
      brand: name,
      title: brief.title,
      source: brief.sources[0]?.type,
      model: brief.sources[0]?.model ?? null,
      prompt,
      estimate,
      cost,
    })),
    variants: made.flatMap(({ id, variants }) => variants.map((one) => ({ request_id: id, ...one }))),
  };
}
