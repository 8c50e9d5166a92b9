import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, connect, need } from "../../scripts/demo/client.ts";
import { Progress } from "../../scripts/demo/progress.ts";
import { publish, reportMetrics } from "../../scripts/demo/publish.ts";
import { followRequests } from "../../scripts/demo/request.ts";
import { review } from "../../scripts/demo/review.ts";
import { withClient } from "../../scripts/stack/database.ts";
import { readCatalogue, type View } from "../../scripts/types/catalogue.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { refusal, signUpOwner, unique } from "./helpers.ts";
import { ask, makeWorld, type World } from "./world.ts";

let stack: TestStack;
let world: World;
let editor: Api;
let requestId: string;

beforeAll(async () => {
  stack = await startTestStack();
  world = await makeWorld(stack.state().api_url);
  editor = world.team.editor.api;
  requestId = await ask(world, { placements: ["instagram/square", "facebook/link"] });
  const quiet = () => undefined;
  await followRequests(world.team, [requestId], new Progress({ write: quiet }), quiet);
  await review(world.team, world.brand.workflow, [requestId]);
  await reportMetrics(editor, await publish(editor, [requestId]));
});
afterAll(() => stack?.stop());

describe("embedding", () => {
  test("follows a request through every layer in one query", async () => {
    const request = await need(
      "content_requests",
      editor
        .from("content_requests")
        .select(
          `title, brand_profiles(name, brand_guidelines(version, status)),
           generated_assets(kind, files(mime_type)),
           asset_variants(platform, placement, files(bytes), content_approvals(position, status), publications(external_id))`,
        )
        .eq("id", requestId)
        .eq("asset_variants.is_current", true)
        .order("platform", { referencedTable: "asset_variants" })
        .single(),
    );
    expect(request).toMatchObject({
      brand_profiles: { name: "Spotify", brand_guidelines: [{ version: 1, status: "active" }] },
      generated_assets: [{ kind: "stock", files: { mime_type: "image/jpeg" } }],
    });
    expect(request.asset_variants.map(({ platform, placement }) => `${platform}/${placement}`)).toEqual([
      "facebook/link",
      "instagram/square",
    ]);
    for (const { files, content_approvals, publications } of request.asset_variants) {
      expect(files?.bytes).toBeGreaterThan(10_000);
      expect(content_approvals.map(({ status }) => status)).toEqual(["approved", "approved"]);
      expect(publications).toHaveLength(1);
    }
  });

  test("works on what a function answers, with filter and order", async () => {
    const found = await need(
      "search_assets",
      editor
        .rpc("search_assets", { query: "inter" })
        .select("kind, name, font_weight, files(filename), brand_profiles(name)")
        .eq("kind", "font")
        .order("font_weight"),
    );
    const fonts = [
      ["Inter 400, body", 400],
      ["Inter 700, body", 700],
      ["Inter 800, heading", 800],
    ] as const;
    expect(found).toEqual(
      fonts.map(([name, font_weight]) => ({
        kind: "font",
        name,
        font_weight,
        files: { filename: `inter-latin-${font_weight}-normal.woff` },
        brand_profiles: { name: "Spotify" },
      })),
    );
  });

  test("finds what a variant's score suffers from", async () => {
    const checks = await need(
      "compliance_results",
      editor
        .from("compliance_results")
        .select("score, verdict, compliance_checks(check_key, outcome), asset_variants!inner(platform)")
        .eq("asset_variants.platform", "facebook")
        .is("is_current", true)
        .single(),
    );
    expect(checks.compliance_checks.map(({ check_key }) => check_key)).toContain("palette");
  });
});

describe("writing", () => {
  test("an upsert by primary key inserts, then changes, and leaves the rest as it was", async () => {
    const id = randomUUID();
    const name = unique("brand");
    const put = (row: { id: string; name: string; voice?: string }) =>
      need(
        "upsert",
        editor
          .from("brand_profiles")
          .upsert(row, { onConflict: "organization_id,id", defaultToNull: false })
          .select("id, name, voice, status")
          .single(),
      );
    expect(await put({ id, name, voice: "Calm" })).toEqual({ id, name, voice: "Calm", status: "active" });
    const renamed = unique("brand");
    expect(await put({ id, name: renamed })).toEqual({ id, name: renamed, voice: "Calm", status: "active" });
  });

  test("an upsert does not turn a row into another", async () => {
    const asset = await need(
      "brand_assets",
      editor
        .from("brand_assets")
        .select("id, brand_profile_id, kind, name, file_id, font_weight")
        .eq("font_weight", 700)
        .single(),
    );
    const put = (row: typeof asset) =>
      editor.from("brand_assets").upsert(row, { onConflict: "organization_id,id" }).select("name").single();
    expect((await put({ ...asset, name: "Inter, bold" })).data).toEqual({ name: "Inter, bold" });
    const other = await need(
      "brand_assets",
      editor.from("brand_assets").select("file_id").eq("font_weight", 400).single(),
    );
    expect(await refusal(put({ ...asset, file_id: other.file_id }))).toEqual({ status: 422, code: "VP201" });
    expect(
      await refusal(editor.from("brand_assets").update({ id: randomUUID() }).eq("id", asset.id)),
    ).toEqual({ status: 422, code: "VP201" });
    await need("upsert", put(asset));
  });

  test("a view that is made of several tables is only read", async () => {
    const { accessToken } = await signUpOwner(stack.state().api_url);
    for (const method of ["POST", "PATCH", "DELETE"]) {
      const answer = await fetch(
        `${stack.state().api_url}/variant_overview?asset_variant_id=eq.${randomUUID()}`,
        {
          method,
          headers: {
            authorization: `Bearer ${accessToken}`,
            "content-type": "application/json",
          },
          ...(method === "DELETE" ? {} : { body: JSON.stringify({ score: 100 }) }),
        },
      );
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, "42501"]);
    }
  });

  test("an upsert with another organisation's id makes a row of one's own", async () => {
    const stranger = await signUpOwner(stack.state().api_url);
    const { brand_profile_id: id } = world.brand;
    const mine = await need(
      "upsert",
      stranger.api
        .from("brand_profiles")
        .upsert({ id, name: "Taken over" }, { onConflict: "organization_id,id", defaultToNull: false })
        .select("organization_id")
        .single(),
    );
    expect(mine.organization_id).toBe(stranger.organizationId);
    const theirs = await need(
      "brand_profiles",
      editor.from("brand_profiles").select("name").eq("id", id).single(),
    );
    expect(theirs.name).toBe("Spotify");
  });

  test("metadata can be written and filtered", async () => {
    const { brand_profile_id } = world.brand;
    await need(
      "metadata",
      editor
        .from("brand_profiles")
        .update({ metadata: { campaign: { code: "S26" } } })
        .eq("id", brand_profile_id)
        .select("id"),
    );
    const found = await need(
      "brand_profiles",
      editor
        .from("brand_profiles")
        .select("id")
        .contains("metadata", { campaign: { code: "S26" } }),
    );
    expect(found).toEqual([{ id: brand_profile_id }]);
  });

  test("a guideline in force does not change, and a second one takes its place", async () => {
    const { brand_profile_id } = world.brand;
    const active = await need(
      "brand_guidelines",
      editor
        .from("brand_guidelines")
        .select("id, version")
        .eq("brand_profile_id", brand_profile_id)
        .eq("status", "active")
        .single(),
    );
    const change = editor.from("brand_guidelines").update({ notes: "Changed" }).eq("id", active.id).select();
    expect(await refusal(change)).toEqual({ status: 409, code: "VP202" });
    const empty = await need(
      "draft",
      editor.from("brand_guidelines").insert({ brand_profile_id }).select("id, version, status").single(),
    );
    expect(empty).toMatchObject({ version: active.version + 1, status: "draft" });
    const { owner } = world.team;
    const activate = (brand_guideline_id: string) =>
      owner.api.rpc("activate_guideline", { brand_guideline_id });
    expect(await refusal(activate(empty.id))).toEqual({ status: 422, code: "VP201" });
    expect(await refusal(activate(active.id))).toEqual({ status: 409, code: "VP202" });
    expect(await refusal(activate(randomUUID()))).toEqual({ status: 404, code: "VP200" });
    expect(await refusal(editor.rpc("activate_guideline", { brand_guideline_id: empty.id }))).toEqual({
      status: 403,
      code: "VP103",
    });
    const diff = editor.rpc(
      "diff_guidelines",
      { from_guideline_id: active.id, to_guideline_id: empty.id },
      { get: true },
    );
    const changes = await need("diff_guidelines", diff.eq("field", "palette"));
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ change, after }) => change === "removed" && after === null)).toBe(true);
  });

  test("a setting is in force at once, within its range, for those who may", async () => {
    const { owner } = world.team;
    const read = async () =>
      await need(
        "system_settings",
        editor.from("system_settings").select("value, overridden").eq("key", "files.url_lifetime_s").single(),
      );
    const write = (api: Api, value: number | string) =>
      api.from("system_settings").update({ value }).eq("key", "files.url_lifetime_s").select();
    expect(await read()).toEqual({ value: 3600, overridden: false });
    expect((await write(editor, 120)).status).toBe(403);
    for (const value of [59, 604_801, "an hour"])
      expect(await refusal(write(owner.api, value))).toEqual({ status: 422, code: "VP201" });
    await need("setting", write(owner.api, 120));
    expect(await read()).toEqual({ value: 120, overridden: true });
    await need(
      "deleting",
      owner.api.from("system_settings").delete().eq("key", "files.url_lifetime_s").select(),
    );
    expect(await read()).toEqual({ value: 3600, overridden: false });
  });
});

describe("reading", () => {
  test("a list is counted and paged", async () => {
    const { data, count, status } = await editor
      .from("platform_placements")
      .select("platform, placement", { count: "exact" })
      .order("platform")
      .order("placement")
      .range(0, 4);
    expect(status).toBe(206);
    expect(data).toHaveLength(5);
    expect(count).toBeGreaterThan(20);
  });

  test("placements are for anybody, the rest is not", async () => {
    const nobody = connect(stack.state().api_url);
    expect((await nobody.from("platform_placements").select("platform").limit(1)).data).toHaveLength(1);
    for (const view of ["content_requests", "asset_variants", "files", "user_activity_logs"] as const)
      expect((await nobody.from(view).select()).status).toBe(401);
  });

  test("the audit tells admins who changed what", async () => {
    const log = await need(
      "user_activity_logs",
      world.team.owner.api
        .from("user_activity_logs")
        .select("actor, action, changed")
        .eq("table_name", "content.asset_variants")
        .eq("action", "update")
        .contains("changed", { status: { new: "published" } }),
    );
    expect(log).toHaveLength(2);
    expect(log[0]).toMatchObject({
      actor: "user",
      changed: { status: { old: "approved", new: "published" } },
    });
    expect((await editor.from("user_activity_logs").select()).data).toEqual([]);
  });

  test("answers may be read by any page, with their paging", async () => {
    const response = await fetch(`${stack.state().api_url}/platform_placements?limit=1`, {
      headers: { Origin: "https://client.example" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-expose-headers")).toContain("Content-Range");
    await response.body?.cancel();
  });
});

describe("the OpenAPI document", () => {
  interface Operation {
    summary?: string;
  }
  let document: {
    paths: Record<string, Record<string, Operation>>;
    definitions: Record<
      string,
      { description?: string; properties: Record<string, { description?: string }> }
    >;
  };
  let views: View[];

  beforeAll(async () => {
    const { accessToken } = await signUpOwner(stack.state().api_url);
    const response = await fetch(stack.state().api_url, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    document = (await response.json()) as typeof document;
    ({ views } = await withClient(stack.database.url, readCatalogue));
  });

  test("describes every resource and every function", () => {
    expect(Object.keys(document.definitions).sort()).toEqual(views.map(({ name }) => name).sort());
    const silent = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([method, { summary }]) => path !== "/" && method !== "parameters" && !summary)
        .map(([method]) => `${method} ${path}`),
    );
    expect(silent).toEqual([]);
    expect(Object.values(document.definitions).filter(({ description }) => !description)).toEqual([]);
  });

  test("names the allowed values of every column that has some", () => {
    // Of all outcomes, a violation has two.
    const exceptions = ["compliance_violations.outcome"];
    const unnamed = views.flatMap(({ name, columns }) =>
      columns
        .filter((column) => {
          const said = document.definitions[name]?.properties[column.name]?.description ?? "";
          return column.allowedValues?.some((value) => !said.includes(value));
        })
        .map((column) => `${name}.${column.name}`),
    );
    expect(unnamed.filter((column) => !exceptions.includes(column))).toEqual([]);
  });
});
