import { describe, expect, test } from "vitest";
import { call, json, ledgerOf, post, postForm, samplePicture, start } from "./helpers.ts";

const image = await samplePicture();
const long = (length: number) => "x".repeat(length);

const good: [string, object][] = [
  [
    "text-to-image",
    {
      prompt: "a red boat",
      negative_prompt: "people",
      guidance_scale: 1.5,
      num_images: 2,
      seed: 1_000_000,
      image: { size: "social_5_4" },
      styling: {
        style: "anime",
        effects: { color: "pastel", lightning: "warm", framing: "portrait" },
        colors: [{ color: "#FF5733", weight: 1 }],
      },
      filter_nsfw: true,
    },
  ],
  ["mystic", {}],
  [
    "mystic",
    {
      prompt: "a boat",
      structure_reference: image,
      structure_strength: 0,
      style_reference: image,
      adherence: 100,
      hdr: 50,
      resolution: "1k",
      aspect_ratio: "smartphone_vertical_9_20",
      model: "zen",
      creative_detailing: 33,
      engine: "magnific_illusio",
      fixed_generation: true,
      filter_nsfw: false,
      styling: { styles: [{ name: "retro", strength: 50 }], characters: [{ id: "7", strength: 80 }] },
      webhook_url: "https://hooks.example/freepik?attempt=1",
    },
  ],
  ["mystic", { model: "fluid", aspect_ratio: "traditional_3_4" }],
  ["text-to-image/flux-dev", { prompt: "a boat", aspect_ratio: "vertical_1_2", seed: 4_294_967_295 }],
  ["text-to-image/hyperflux", { prompt: "a boat", seed: 1 }],
  [
    "text-to-image/flux-pro-v1-1",
    { prompt: "a boat", prompt_upsampling: true, safety_tolerance: 6, output_format: "png" },
  ],
  [
    "text-to-image/imagen3",
    {
      prompt: "a boat",
      num_images: 4,
      person_generation: "allow_adult",
      safety_settings: "block_medium_and_above",
    },
  ],
  ["text-to-image/imagen4-fast", { prompt: "a boat" }],
  ["text-to-image/imagen4-ultra", { prompt: "a boat" }],
  ["text-to-image/seedream", { prompt: "a boat", guidance_scale: 20, seed: 0 }],
  ["text-to-image/seedream-v4", { prompt: "a boat", aspect_ratio: "standard_3_2" }],
  ["text-to-image/seedream-v4-5", { prompt: "a boat" }],
  ["text-to-image/seedream-v5-lite", { prompt: "a boat" }],
  ["text-to-image/seedream-v5-pro", { prompt: "a boat" }],
  ["text-to-image/seedream-v4-edit", { prompt: "a boat", reference_images: [image, image] }],
  ["gemini-2-5-flash-image-preview", { prompt: "a boat", reference_images: [image, image, image] }],
  [
    "text-to-image/nano-banana-pro",
    {
      prompt: "ab",
      reference_images: [{ image, text: "the boat", mime_type: "image/jpeg" }],
      aspect_ratio: "21:9",
      resolution: "4K",
    },
  ],
  ["text-to-image/nano-banana-pro-flash", { prompt: long(3_000), use_google_search_tool: true }],
  [
    "image-upscaler",
    { image, scale_factor: "16x", optimized_for: "3d_renders", creativity: -10, fractality: 10 },
  ],
  ["image-upscaler-precision", { image, sharpen: 0, smart_grain: 100, ultra_detail: 30 }],
  ["image-upscaler-precision-v2", { image }],
  [
    "image-relight",
    {
      image,
      transfer_light_from_lightmap: image,
      style: "clean",
      advanced_settings: { whites: 60, engine: "cool", fixed_generation: true },
    },
  ],
  ["image-style-transfer", { image, reference_image: image, style_strength: 0, is_portrait: true }],
  ["beta/text-to-image/reimagine-flux", { image, imagination: "wild", aspect_ratio: "original" }],
  ["image-expand/flux-pro", { image, left: 0, right: 2_048 }],
  ["image-expand/ideogram", { image, top: 10 }],
  ["image-expand/seedream-v4-5", { image, bottom: 10 }],
  ["improve-prompt", { prompt: "", type: "image", language: "es" }],
  ["improve-prompt", { prompt: long(2_500), type: "video" }],
  ["image-to-prompt", { image }],
  ["classifier/image", { image }],
];

const bad: [string, object, string][] = [
  ["text-to-image", {}, "prompt"],
  ["text-to-image", { prompt: "ab" }, "prompt"],
  ["text-to-image", { prompt: "a boat", negative_prompt: "no" }, "negative_prompt"],
  ["text-to-image", { prompt: "a boat", guidance_scale: 2.1 }, "guidance_scale"],
  ["text-to-image", { prompt: "a boat", num_images: 5 }, "num_images"],
  ["text-to-image", { prompt: "a boat", num_images: 1.5 }, "num_images"],
  ["text-to-image", { prompt: "a boat", seed: 1_000_001 }, "seed"],
  ["text-to-image", { prompt: "a boat", image: { size: "square" } }, "image.size"],
  ["text-to-image", { prompt: "a boat", styling: { colors: [{ color: "red" }] } }, "styling.colors[0].color"],
  ["text-to-image", { prompt: "a boat", webhook_url: "https://hooks.example/" }, "webhook_url"],
  ["mystic", { prompt: 7 }, "prompt"],
  ["mystic", { resolution: "8k" }, "resolution"],
  ["mystic", { aspect_ratio: "social_post_4_5'" }, "aspect_ratio"],
  ["mystic", { aspect_ratio: "16:9" }, "aspect_ratio"],
  ["mystic", { model: "fluid", aspect_ratio: "horizontal_2_1" }, "aspect_ratio"],
  ["mystic", { model: "unreal" }, "model"],
  ["mystic", { hdr: 101 }, "hdr"],
  ["mystic", { style_reference: "https://files.example/a.jpg" }, "style_reference"],
  ["mystic", { fixed_generation: "yes" }, "fixed_generation"],
  ["mystic", { webhook_url: "ftp://hooks.example" }, "webhook_url"],
  ["mystic", { promt: "a boat" }, "promt"],
  ["text-to-image/flux-dev", { aspect_ratio: "smartphone_vertical_9_20" }, "aspect_ratio"],
  ["text-to-image/flux-dev", { seed: 0 }, "seed"],
  ["text-to-image/hyperflux", { seed: 4_294_967_296 }, "seed"],
  ["text-to-image/flux-pro-v1-1", { safety_tolerance: 7 }, "safety_tolerance"],
  ["text-to-image/flux-pro-v1-1", { output_format: "webp" }, "output_format"],
  ["text-to-image/imagen3", { num_images: 0 }, "num_images"],
  ["text-to-image/imagen3", { aspect_ratio: "standard_3_2" }, "aspect_ratio"],
  ["text-to-image/imagen3", { person_generation: "allow" }, "person_generation"],
  ["text-to-image/imagen3", { safety_settings: "none" }, "safety_settings"],
  ["text-to-image/seedream", { guidance_scale: -1 }, "guidance_scale"],
  ["text-to-image/seedream-v4", { aspect_ratio: "vertical_1_2" }, "aspect_ratio"],
  ["text-to-image/seedream-v4", { seed: 2_147_483_648 }, "seed"],
  ["text-to-image/seedream-v4-edit", { reference_images: Array(6).fill(image) }, "reference_images"],
  ["gemini-2-5-flash-image-preview", { reference_images: Array(4).fill(image) }, "reference_images"],
  ["text-to-image/nano-banana-pro", { prompt: "a" }, "prompt"],
  ["text-to-image/nano-banana-pro", { prompt: long(3_001) }, "prompt"],
  ["text-to-image/nano-banana-pro", { prompt: "a boat", aspect_ratio: "square_1_1" }, "aspect_ratio"],
  ["text-to-image/nano-banana-pro", { prompt: "a boat", resolution: "4k" }, "resolution"],
  ["text-to-image/nano-banana-pro", { prompt: "a boat", reference_images: [image] }, "reference_images[0]"],
  [
    "text-to-image/nano-banana-pro",
    { prompt: "a boat", use_google_search_tool: true },
    "use_google_search_tool",
  ],
  ["image-upscaler", {}, "image"],
  ["image-upscaler", { image: "not base64!" }, "image"],
  ["image-upscaler", { image: Buffer.from("text").toString("base64") }, "image"],
  ["image-upscaler", { image, scale_factor: 2 }, "scale_factor"],
  ["image-upscaler", { image, creativity: 11 }, "creativity"],
  ["image-upscaler", { image, optimized_for: "cats" }, "optimized_for"],
  ["image-upscaler-precision", { image, sharpen: -1 }, "sharpen"],
  ["image-relight", { prompt: "warm" }, "image"],
  [
    "image-relight",
    { image, transfer_light_from_lightmap: image, transfer_light_from_reference_image: image },
    "transfer_light_from_lightmap",
  ],
  ["image-style-transfer", { image }, "reference_image"],
  ["beta/text-to-image/reimagine-flux", { image, imagination: "mild" }, "imagination"],
  ["image-expand/flux-pro", { image, left: 2_049 }, "left"],
  ["improve-prompt", { prompt: long(2_501) }, "prompt"],
  ["improve-prompt", { prompt: "a boat", type: "audio" }, "type"],
  ["improve-prompt", { prompt: "a boat", language: "en-US" }, "language"],
  ["image-to-prompt", {}, "image"],
  ["classifier/image", { image: "" }, "image"],
];

describe("bodies", () => {
  test.each(good)("%s takes what its page allows", async (path, body) => {
    const simulator = await start();
    const answer = await post(simulator, path, body);
    expect(answer.status, await answer.text()).toBe(200);
  });

  test("what its page does not allow is refused by name, and not billed", async () => {
    const simulator = await start();
    for (const [path, body, name] of bad) {
      const refused = await json(post(simulator, path, body), 400);
      expect(refused.invalid_params, `${path} ${name}`).toEqual([{ name, reason: expect.any(String) }]);
    }
    expect(await ledgerOf(simulator)).toEqual([]);
  });

  test("everything that is wrong is said at once, wrapped as the documentation's schema has it", async () => {
    const body = { resolution: "9k", hdr: -1, colour: "red" };
    const live = await post(await start(), "mystic", body);
    expect(live.headers.get("content-type")).toBe("application/problem+json");
    const problem = await json(live, 400);
    expect(problem).toEqual({
      message: expect.any(String),
      invalid_params: [
        { name: "colour", reason: "is not a known field" },
        { name: "hdr", reason: "must be between 0 and 100" },
        { name: "resolution", reason: "must be one of: 1k, 2k, 4k" },
      ],
    });
    expect(await json(post(await start({ shapes: "documented" }), "mystic", body), 400)).toEqual({ problem });
  });

  test("a result beyond 25.3 megapixels is refused", async () => {
    const simulator = await start();
    const wide = await samplePicture(2_000, 1_000);
    const refused = await json(post(simulator, "image-upscaler", { image: wide, scale_factor: "4x" }), 400);
    expect(refused.invalid_params[0].reason).toContain("25.3 megapixels");
    await json(post(simulator, "image-upscaler", { image: wide, scale_factor: "2x" }));
  });

  test("a picture may be an address where the page says so", async () => {
    const simulator = await start();
    const [item] = (await json(call(simulator, "/v1/resources?limit=1"))).data;
    const url = item.image.source.url;
    await json(post(simulator, "image-relight", { image: url }));
    await json(post(simulator, "image-upscaler", { image: url }), 400);
    const gone = await json(post(simulator, "image-relight", { image: `${simulator.url}/cdn/none` }), 400);
    expect(gone.invalid_params).toEqual([{ name: "image", reason: "could not be downloaded: HTTP 404" }]);
  });

  test("what is no JSON object, or no form, is refused with a message", async () => {
    const simulator = await start();
    const raw = (body: string, type = "application/json") =>
      fetch(`${simulator.url}/v1/ai/mystic`, {
        method: "POST",
        headers: { "x-freepik-api-key": "sim-test", "content-type": type },
        body,
      });
    expect(await json(raw("{"), 400)).toEqual({ message: "The body is not valid JSON" });
    expect(await json(raw("[]"), 400)).toEqual({ message: "The body must be a JSON object" });
    expect(await json(raw("{}", "text/plain"), 400)).toEqual({
      message: "Content-Type must be application/json",
    });
    const background = "beta/remove-background";
    expect(await json(post(simulator, background, { image_url: "https://a.example/b.jpg" }), 400)).toEqual({
      message: "Content-Type must be application/x-www-form-urlencoded",
    });
    expect((await json(postForm(simulator, background, {}), 400)).invalid_params[0].name).toBe("image_url");
  });

  test("a bearer token is no key", async () => {
    const simulator = await start();
    const answer = fetch(`${simulator.url}/v1/ai/mystic`, {
      method: "POST",
      headers: { authorization: "Bearer sim-test", "content-type": "application/json" },
      body: "{}",
    });
    expect(await json(answer, 401)).toEqual({ message: "Missing API key" });
    await json(post(simulator, "mystic", {}, { "x-freepik-api-key": "wrong" }), 401);
  });
});
