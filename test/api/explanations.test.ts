import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, need } from "../../scripts/demo/client.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal } from "./helpers.ts";
import { ask, makeWorld, settled, type World } from "./world.ts";

let stack: TestStack;
let world: World;
let editor: Api;
let variant: { organization_id: string; id: string; url: string | null; score: number | null };

beforeAll(async () => {
  stack = await startTestStack();
  world = await makeWorld(stack.state().api_url);
  editor = world.team.editor.api;
  const made = await ask(world, { copy: { headline: "Front row, every night", subline: "Guaranteed." } });
  await settled(editor, made);
  variant = await need(
    "asset_variants",
    editor
      .from("asset_variants")
      .select("organization_id, id, url, score")
      .eq("content_request_id", made)
      .single(),
  );
});
afterAll(() => stack?.stop());

const get = (path: string, accept: string, api = editor) => {
  const headers = new Headers(api.headers);
  headers.set("Accept", accept);
  return fetch(`${api.url}/${path}`, { headers });
};
const explain = (accept: string, api = editor) =>
  get(`rpc/explain_score?asset_variant_id=${variant.id}`, accept, api);

test("as a table, what costs most comes first", async () => {
  const rows = await need("explain_score", editor.rpc("explain_score", { asset_variant_id: variant.id }));
  expect(rows.length).toBeGreaterThanOrEqual(8);
  expect(new Set(rows.map(({ asset_variant_id }) => asset_variant_id))).toEqual(new Set([variant.id]));
  const lost = rows.map(({ lost_points }) => lost_points ?? 0);
  // A prohibited term is on it: a gate.
  expect(rows[0]).toMatchObject({ check_key: "prohibited_terms", outcome: "fail", is_gate: true });
  expect(lost.slice(1)).toEqual(lost.slice(1).sort((a, b) => b - a));
  expect(variant.score).toBe(49);
});

test("as an SVG it shows the variant, its score and what was found", async () => {
  const response = await explain("image/svg+xml");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^image\/svg\+xml/);
  const svg = await response.text();
  expect(svg).toContain(`href="${variant.url?.replaceAll("&", "&amp;")}"`);
  expect(svg).toContain(`>${variant.score} of 100, fail<`);
  const { width = 0, height = 0, format } = await sharp(Buffer.from(svg)).metadata();
  expect({ format, isWide: width > 600, isHigh: height > 300 }).toEqual({
    format: "svg",
    isWide: true,
    isHigh: true,
  });
});

test("rows of several variants are no one picture", async () => {
  await settled(editor, await ask(world));
  const response = await get("score_explanations", "image/svg+xml");
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([422, "VP201"]);
});

test("as a PNG it is behind a signed URL, which is good for nothing else", async () => {
  const response = await explain("image/png");
  expect(response.headers.get("content-type")).toBe("image/png");
  const png = Buffer.from(await response.arrayBuffer());
  if (process.env.EXPLANATION_PNG) await writeFile(process.env.EXPLANATION_PNG, png);
  const { format, width = 0 } = await sharp(png).metadata();
  expect({ format, isWide: width > 600 }).toEqual({ format: "png", isWide: true });

  const { url } = response;
  expect(new URL(url).pathname).toBe(`/explanations/${variant.organization_id}/${variant.id}.png`);
  const [, signature = ""] = /signature=([\w-]+)/.exec(url) ?? [];
  for (const other of [
    url.replace(/signature=./, (start) => `signature=${start.endsWith("_") ? "-" : "_"}`),
    url.replace(/expires=\d/, "expires=9"),
    (variant.url ?? "").replace(/signature=[\w-]+/, `signature=${signature}`),
  ]) {
    expect((await fetch(other)).status, other).toBe(403);
  }
});

test("another organisation's is not there", async () => {
  const { api } = (await makeWorld(stack.state().api_url)).team.owner;
  expect(await refusal(api.rpc("explain_score", { asset_variant_id: variant.id }))).toMatchObject({
    status: 404,
  });
  for (const accept of ["image/svg+xml", "image/png"]) expect((await explain(accept, api)).status).toBe(404);
});
