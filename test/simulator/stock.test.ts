import { describe, expect, test } from "vitest";
import { call, json, search, start } from "./helpers.ts";

describe("keys", () => {
  test.each(["x-freepik-api-key", "x-magnific-api-key"])("%s is accepted", async (header) => {
    const simulator = await start();
    const answer = await fetch(`${simulator.url}/v1/resources?limit=1`, { headers: { [header]: "sim-a" } });
    expect(answer.status).toBe(200);
  });

  test("a missing key, a wrong key and a bearer token get 401", async () => {
    const simulator = await start();
    const url = `${simulator.url}/v1/resources`;
    expect(await json(fetch(url), 401)).toEqual({ message: "Missing API key" });
    expect(await json(fetch(url, { headers: { "x-freepik-api-key": "other" } }), 401)).toEqual({
      message: "Invalid API key",
    });
    await json(fetch(url, { headers: { authorization: "Bearer sim-a" } }), 401);
    expect(await json(fetch(`${simulator.url}/_simulator/ledger`))).toEqual([]);
  });

  test("a list of keys replaces the default rule", async () => {
    const simulator = await start({ apiKeys: ["one", "two"] });
    await json(call(simulator, "/v1/resources", { "x-freepik-api-key": "two" }));
    await json(call(simulator, "/v1/resources", { "x-freepik-api-key": "sim-a" }), 401);
  });
});

describe("GET /v1/resources", () => {
  test("lists resources in the documented shape", async () => {
    const simulator = await start();
    const path = search({ term: "coffee", limit: 3 });
    const body = await json(call(simulator, path, { "accept-language": "es-ES,es;q=0.9" }));
    expect(body.data).toHaveLength(3);
    expect(body.data[0]).toEqual({
      id: expect.any(Number),
      title: expect.stringMatching(/./),
      url: expect.stringMatching(
        /^https:\/\/www\.freepik\.com\/(free|premium)-(photo|psd|vector)\/.+_\d+\.htm$/,
      ),
      filename: expect.stringMatching(/\.(jpg|zip)$/),
      licenses: [
        { type: expect.stringMatching(/^(freemium|premium)$/), url: expect.stringContaining("lang=es") },
      ],
      products: [{ type: expect.any(String), url: expect.any(String) }],
      meta: {
        published_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
        is_new: expect.any(Boolean),
        available_formats: expect.objectContaining({
          jpg: { total: 1, items: [{ id: expect.any(Number), size: expect.any(Number) }] },
        }),
      },
      image: {
        type: expect.stringMatching(/^(photo|psd|vector)$/),
        orientation: expect.stringMatching(/^(landscape|portrait|square|panoramic)$/),
        source: {
          key: "large",
          url: expect.stringContaining(`${simulator.url}/cdn/preview/`),
          size: expect.stringMatching(/^\d+x\d+$/),
        },
      },
      related: { serie: [], others: [], keywords: [] },
      stats: { downloads: expect.any(Number), likes: expect.any(Number) },
      author: {
        id: expect.any(Number),
        name: expect.any(String),
        avatar: expect.any(String),
        assets: expect.any(Number),
        slug: expect.any(String),
      },
      active: true,
    });
    expect(body.meta).toMatchObject({ current_page: 1, per_page: 3, clean_search: false });
    expect(body.meta.last_page).toBe(Math.ceil(body.meta.total / 3));
  });

  test("the documented shapes: ISO time, wrapped problem", async () => {
    const simulator = await start({ shapes: "documented" });
    const body = await json(call(simulator, "/v1/resources?limit=1"));
    expect(body.data[0].meta.published_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const refused = await json(call(simulator, search({ "filters[color]": "mauve" })), 400);
    expect(refused.problem.invalid_params[0].name).toBe("filters[color]");
  });

  test("the same seed gives the same catalogue, another seed another", async () => {
    const clock = () => new Date("2026-03-10T12:00:00Z");
    const [one, same, other] = [
      await start({ seed: "a", clock }),
      await start({ seed: "a", clock }),
      await start({ seed: "b", clock }),
    ];
    const ids = async (simulator: typeof one) =>
      (await json(call(simulator, "/v1/resources?limit=50"))).data.map(
        (item: { id: number; title: string }) => [item.id, item.title],
      );
    expect(await ids(same)).toEqual(await ids(one));
    expect(await ids(other)).not.toEqual(await ids(one));
  });

  test("pages do not overlap and end", async () => {
    const simulator = await start();
    const page = async (number: number) =>
      json(call(simulator, search({ term: "music", limit: 10, page: number })));
    const first = await page(1);
    const second = await page(2);
    const ids = [...first.data, ...second.data].map((item: { id: number }) => item.id);
    expect(new Set(ids).size).toBe(20);
    expect((await page(100)).data).toEqual([]);
  });

  test("a term finds by word, without accents and plurals; an unknown one finds nothing", async () => {
    const simulator = await start();
    const plain = await json(call(simulator, search({ term: "mountain", limit: 100 })));
    expect(plain.meta.total).toBeGreaterThan(10);
    const variants = await json(call(simulator, search({ term: "Móuntains", limit: 100 })));
    expect(variants.data).toEqual(plain.data);
    const none = await json(call(simulator, search({ term: "xylophonist" })));
    expect(none).toMatchObject({ data: [], meta: { total: 0, last_page: 1 } });
  });

  test("slug wins over term", async () => {
    const simulator = await start();
    const wanted = await json(call(simulator, "/v1/resources?limit=1"));
    const slug = /([^/]+)_\d+\.htm$/.exec(wanted.data[0].url)?.[1] as string;
    const found = await json(call(simulator, search({ slug, term: "xylophonist" })));
    expect(found.data.map((item: { id: number }) => item.id)).toContain(wanted.data[0].id);
    for (const item of found.data) expect(item.url).toContain(`/${slug}_`);
  });

  test("order=recent sorts by time of publication", async () => {
    const simulator = await start();
    const body = await json(call(simulator, search({ order: "recent", limit: 50 })));
    const times = body.data.map((item: { meta: { published_at: string } }) => item.meta.published_at);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(times).size).toBeGreaterThan(1);
  });

  test.each([
    [{ page: 0 }, "Parameter 'page' must be greater than 0"],
    [{ page: -2 }, "Parameter 'page' must be greater than 0"],
    [{ page: 101 }, "Parameter 'page' must be less than or equal to 100"],
    [{ page: "two" }, "Parameter 'page' must be an integer"],
    [{ limit: 0 }, "Parameter 'limit' must be greater than 0"],
    [{ limit: 101 }, "Parameter 'limit' must be less than or equal to 100"],
    [{ order: "newest" }, "Parameter 'order' must be one of: relevance, recent"],
    [{ per_page: 5 }, "Parameter 'per_page' is not known"],
  ])("%o is refused", async (params, message) => {
    const simulator = await start();
    expect(await json(call(simulator, search(params as Record<string, string>)), 400)).toEqual({ message });
  });

  test.each([
    "filters[orientation][landscape]=yes",
    "filters[orientation][round]=1",
    "filters[content_type]=photo",
    "filters[color]=mauve",
    "filters[period]=last-week",
    "filters[people][number]=4",
    "filters[people][age]=old",
    "filters[vector][type]=gif",
    "filters[psd][type]=ai",
    "filters[ids]=a,b",
    "filters[author]=freepik",
    "filters[mood]=happy",
  ])("%s is refused as a problem", async (parameter) => {
    const simulator = await start();
    const answer = await call(simulator, `/v1/resources?${encodeURI(parameter)}`);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const body = await json(answer, 400);
    expect(body).toEqual({
      message: expect.any(String),
      invalid_params: [{ name: parameter.split("=")[0], reason: expect.any(String) }],
    });
  });
});

describe("filters", () => {
  type Item = {
    id: number;
    title: string;
    image: { type: string; orientation: string };
    licenses: { type: string }[];
    author: { id: number };
    meta: { published_at: string; available_formats: Record<string, unknown> };
  };
  const cases: [string, (item: Item) => boolean][] = [
    ["filters[orientation][portrait]=1", (item) => item.image.orientation === "portrait"],
    [
      "filters[orientation][square]=1&filters[orientation][panoramic]=1&filters[orientation][portrait]=0",
      (item) => ["square", "panoramic"].includes(item.image.orientation),
    ],
    ["filters[content_type][vector]=1", (item) => item.image.type === "vector"],
    ["filters[license][premium]=1", (item) => item.licenses[0]?.type === "premium"],
    [
      "filters[vector][type]=svg",
      (item) => item.image.type === "vector" && "svg" in item.meta.available_formats,
    ],
    ["filters[psd][type]=psd", (item) => item.image.type === "psd"],
    [
      "filters[period]=last-month",
      (item) => Date.now() - Date.parse(`${item.meta.published_at}Z`) <= 31 * 86_400_000,
    ],
    ["filters[people][number]=2", (item) => /couple|mother/i.test(item.title)],
    ["filters[people][age]=senior", (item) => /senior/i.test(item.title)],
    ["filters[people][gender]=male&term=man", (item) => /\bman\b/i.test(item.title)],
  ];
  test.each(cases)("%s", async (query, fits) => {
    const simulator = await start();
    const all = await json(call(simulator, "/v1/resources?limit=100"));
    const body = await json(call(simulator, `/v1/resources?limit=5&${encodeURI(query)}`));
    expect(body.data.length).toBeGreaterThan(0);
    expect(body.meta.total).toBeLessThan(all.meta.total);
    for (const item of body.data) expect(fits(item), JSON.stringify(item)).toBe(true);
  });

  test("exclusive filters part the catalogue", async () => {
    const simulator = await start();
    const total = async (query: string) =>
      (await json(call(simulator, `/v1/resources?${encodeURI(query)}`))).meta.total;
    const all = await total("");
    for (const pair of [
      ["filters[people][include]=1", "filters[people][exclude]=1"],
      ["filters[ai-generated][only]=1", "filters[ai-generated][excluded]=1"],
    ]) {
      const [one, other] = [await total(pair[0] as string), await total(pair[1] as string)];
      expect(Math.min(one, other)).toBeGreaterThan(0);
      expect(one + other).toBe(all);
    }
    const colors = [
      "black",
      "blue",
      "gray",
      "green",
      "orange",
      "red",
      "white",
      "yellow",
      "purple",
      "cyan",
      "pink",
    ];
    const counts = await Promise.all(colors.map((color) => total(`filters[color]=${color}`)));
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts.reduce((sum, count) => sum + count)).toBe(all);
  });

  test("author and ids", async () => {
    const simulator = await start();
    const some = (await json(call(simulator, "/v1/resources?limit=3"))).data as Item[];
    const ids = some.map((item) => item.id);
    const byIds = await json(call(simulator, search({ "filters[ids]": ids.join(",") })));
    expect(byIds.data.map((item: Item) => item.id).sort()).toEqual([...ids].sort());
    const author = some[0]?.author.id as number;
    const byAuthor = await json(call(simulator, search({ "filters[author]": author })));
    for (const item of byAuthor.data) expect(item.author.id).toBe(author);
  });
});

describe("GET /v1/resources/{id}", () => {
  test("shows one resource in its own shape", async () => {
    const simulator = await start();
    const [item] = (await json(call(simulator, "/v1/resources?limit=1"))).data;
    const { data } = await json(call(simulator, `/v1/resources/${item.id}`));
    expect(data).toMatchObject({
      id: item.id,
      name: item.title,
      type: item.image.type,
      premium: item.licenses[0].type === "premium",
      license: item.licenses[0].type,
      new: item.meta.is_new,
      preview: { url: item.image.source.url },
    });
    expect(Object.keys(data).sort()).toEqual(
      [
        "author",
        "available_formats",
        "created",
        "dimensions",
        "download_size",
        "has_prompt",
        "id",
        "is_ai_generated",
        "license",
        "name",
        "new",
        "premium",
        "preview",
        "related_resources",
        "slug",
        "type",
        "url",
      ].sort(),
    );
    expect(data.available_formats.jpg).toEqual({ total: 1, items: [{ size: expect.any(Number) }] });
  });

  test("unknown ids and paths get 404, other methods 405", async () => {
    const simulator = await start();
    expect(await json(call(simulator, "/v1/resources/17"), 404)).toEqual({ message: "Resource not found" });
    await json(call(simulator, "/v1/resources/17/download"), 404);
    await json(call(simulator, "/v1/nothing"), 404);
    await json(call(simulator, "/v1/resources/abc"), 400);
    await json(fetch(`${simulator.url}/v1/resources`, { method: "POST" }), 405);
  });
});
