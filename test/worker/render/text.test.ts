import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { paintGlyphs } from "../../../worker/render/glyphs.ts";
import { parseLayout } from "../../../worker/render/layout.ts";
import type { Pixels } from "../../../worker/render/paint.ts";
import type { Ink, Side } from "../../../worker/render/paragraph.ts";
import { withSkia } from "../../../worker/render/skia.ts";
import { fitText } from "../../../worker/render/text.ts";
import type { Font, TextLayer } from "../../../worker/render/types.ts";
import { blockFont } from "./otf.ts";

const require = createRequire(import.meta.url);
const file = (path: string) => readFile(require.resolve(path));
const inter = (name: string) => file(`@fontsource/inter/files/inter-${name}`);
const LAYER = {
  id: "text",
  type: "text",
  text: "x",
  anchor: "center",
  width: 1,
  size: 0.1,
  max_lines: 3,
  color: "#102030",
};

interface Given {
  text: string;
  width?: number;
  sizes?: { min: number; max: number };
  side?: Side;
  fonts?: Font[];
  layer?: object;
}

/** A text of 60 pixels in a wide column, unless said otherwise; as it was set, and as it was painted. */
async function setText({ text, width = 2000, sizes = { min: 60, max: 60 }, side = "left", ...given }: Given) {
  const layout = parseLayout({ background: "#FFFFFF", layers: [{ ...LAYER, ...given.layer }] });
  const layer = layout.layers[0] as TextLayer;
  return paintGlyphs(await fitText(layer, text, given.fonts ?? [], { width, side }, sizes));
}

const widths = (lines: { left: number; right: number }[]) => lines.map(({ left, right }) => right - left);

/** The parts of a picture with nothing painted between them, from left to right. */
function columns({ data, width, height }: Pixels): { left: number; right: number }[] {
  const parts: { left: number; right: number }[] = [];
  for (let x = 0; x < width; x++) {
    let painted = false;
    for (let y = 0; y < height; y++) if ((data[(y * width + x) * 4 + 3] as number) > 32) painted = true;
    const last = parts.at(-1);
    if (painted && last?.right === x) last.right = x + 1;
    else if (painted) parts.push({ left: x, right: x + 1 });
  }
  return parts;
}

/** The colours of what is fully painted. */
function colors({ data }: Pixels): Set<string> {
  const found = new Set<string>();
  for (let index = 0; index < data.length; index += 4) {
    if (data[index + 3] === 255) found.add(data.subarray(index, index + 3).toString("hex"));
  }
  return found;
}

describe("right to left", () => {
  test("the direction is that of the first letter, unless the layer says it", async () => {
    const direction = async (text: string, layer = {}) => (await setText({ text, layer })).setting.direction;
    expect(await direction("50 % שלום hello")).toBe("rtl");
    expect(await direction("مرحبا")).toBe("rtl");
    expect(await direction("hello שלום")).toBe("ltr");
    expect(await direction("2026 🎉")).toBe("ltr");
    expect(await direction("hello", { direction: "rtl" })).toBe("rtl");
  });

  test("what ends a text stands at its left", async () => {
    const narrowest = (parts: { left: number; right: number }[]) => {
      const sizes = widths(parts);
      return sizes.indexOf(Math.min(...sizes));
    };
    const rtl = columns((await setText({ text: "שמש!" })).glyphs);
    expect(narrowest(rtl)).toBe(0);
    const ltr = columns((await setText({ text: "שמש!", layer: { direction: "ltr" } })).glyphs);
    expect(narrowest(ltr)).toBe(ltr.length - 1);
  });

  test("numbers and Latin words in it keep their own order", async () => {
    const number = columns((await setText({ text: "14" })).glyphs);
    const mixed = columns((await setText({ text: "שמש 14" })).glyphs);
    expect(widths(mixed.slice(0, 2))).toEqual(widths(number));
  });

  test("Arabic letters join, whatever space a layout wants between letters", async () => {
    const joined = await setText({ text: "سسس", layer: { letter_spacing: 0.3 } });
    expect(columns(joined.glyphs)).toHaveLength(1);
    expect(columns((await setText({ text: "س\u200Cس\u200Cس" })).glyphs)).toHaveLength(3);
  });

  test.each(["left", "center", "right"] as const)("lines are aligned %s", async (side) => {
    const { setting } = await setText({ text: "שלום לכולם\nשמש", side });
    const [long, short] = setting.lines as [Ink, Ink];
    const free = { left: short.left - long.left, right: long.right - short.right };
    if (side === "left") expect(Math.abs(free.left)).toBeLessThan(6);
    if (side === "right") expect(Math.abs(free.right)).toBeLessThan(6);
    if (side === "center") expect(Math.abs(free.left - free.right)).toBeLessThan(8);
  });
});

describe("scripts without spaces", () => {
  test.each([
    ["Japanese", "今日は世界の音楽をもっと楽しもう。プレイリストを物語に", "Noto Sans JP"],
    ["Chinese", "让每一个播放列表都成为值得分享的故事", "Noto Sans SC"],
    ["Thai", "เปลี่ยนทุกเพลย์ลิสต์ให้เป็นเรื่องราวที่น่าแบ่งปัน", "Noto Sans Thai"],
  ])("%s wraps", async (_name, text, font) => {
    const { setting } = await setText({ text, width: 620 });
    expect(setting).toMatchObject({ overflow: false, font_size: 60, fonts: [font] });
    expect(setting.lines.length).toBeGreaterThan(1);
    expect(Math.max(...widths(setting.lines))).toBeLessThanOrEqual(620);
  });

  test("lines end between words where that costs little size", async () => {
    // Six characters a line would break the second word: 音楽 is one, and を belongs to it.
    const text = "世界の音楽を楽しむ夏";
    const { setting } = await setText({ text, width: 260 });
    const character = setting.font_size;
    const counts = widths(setting.lines).map((width) => Math.round(width / character));
    expect(counts).toEqual([3, 3, 4]);
  });

  test("a word that the dictionary cuts in two is whole", async () => {
    // 終わり is one word; fifteen characters a line would leave 終 on the first.
    const text = "二つの駅を結ぶ四十の散歩道。終わりにはおいしいコーヒーを。";
    const { setting } = await setText({ text, width: 60 * 15.6, layer: { max_lines: 2 } });
    const [first, second] = widths(setting.lines) as [number, number];
    expect(setting.lines).toHaveLength(2);
    expect(second).toBeGreaterThan(first);
  });

  test("lines end with a clause where that costs little size", async () => {
    // Seven characters up to the comma, nine after it; eight and eight would be as wide as can be.
    const text = "回家最美的路，总是绕得最远的那条";
    const { setting } = await setText({ text, width: 60 * 9.4, layer: { max_lines: 2 } });
    const [first, second] = widths(setting.lines) as [number, number];
    expect(setting.lines).toHaveLength(2);
    expect(second).toBeGreaterThan(first * 1.2);
  });

  test("lines end with a clause where more lines would be larger, too", async () => {
    const text = "回家最美的路，总是绕得最远的那条";
    const sizes = { min: 20, max: 106 };
    const { setting } = await setText({ text, width: 564, sizes, layer: { max_lines: 4 } });
    const [first, second] = widths(setting.lines) as [number, number];
    expect(setting.lines).toHaveLength(2);
    expect(second).toBeGreaterThan(first * 1.2);
  });

  test("a line does not begin with what closes a sentence", async () => {
    // Five ideographs and a full stop; the column holds five.
    const { setting } = await setText({ text: "世界世界世。", width: 310 });
    expect(setting.lines).toHaveLength(2);
    expect(widths(setting.lines)[1]).toBeGreaterThan(60);
  });

  test("Korean words hold together", async () => {
    const { setting } = await setText({ text: "모든 플레이리스트를 공유하세요", width: 520 });
    const [first, second] = widths(setting.lines) as [number, number];
    // Were they broken anywhere, both lines would be equally long.
    expect(first).toBeGreaterThan(second * 1.5);
    expect(setting.overflow).toBe(false);
  });
});

describe("emoji", () => {
  test("are painted in their own colours", async () => {
    const { glyphs, setting } = await setText({ text: "a🔥" });
    expect(setting.fonts).toEqual(["Inter", "Noto Color Emoji"]);
    expect(colors(glyphs)).toContain("102030");
    expect(colors(glyphs).size).toBeGreaterThan(50);
  });

  test.each([
    ["a family", "👩‍👩‍👧"],
    ["a profession", "👩‍💻"],
    ["a skin tone", "👍🏽"],
    ["a flag of two letters", "🇩🇪"],
    ["a flag of a region", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
    ["a rainbow flag", "🏳️‍🌈"],
    ["a key cap", "1️⃣"],
    ["a heart on fire", "❤️‍🔥"],
    ["a handshake in two tones", "🫱🏻‍🫲🏿"],
  ])("%s is one picture", async (_name, text) => {
    const { glyphs } = await setText({ text });
    expect(columns(glyphs)).toHaveLength(1);
    expect(glyphs.width).toBeLessThan(80);
    expect(colors(glyphs).size).toBeGreaterThan(3);
  });

  test("that could be text are pictures only if the text asks for it", async () => {
    const plain = await setText({ text: "©" });
    expect(colors(plain.glyphs)).toEqual(new Set(["102030"]));
    const picture = await setText({ text: "©\uFE0F" });
    expect(picture.setting.fonts).toEqual(["Noto Color Emoji"]);
  });
});

test("emoji stay with the word that they follow, in the font's own spaces", async () => {
  const fonts = [{ name: "Brand", weight: 400, data: await inter("latin-400-normal.woff") }];
  const { setting } = await setText({ text: "Walk first ☕️ then", width: 390, fonts });
  const words = await setText({ text: "Walk", fonts });
  expect(setting.fonts).toEqual(["Brand", "Noto Color Emoji"]);
  expect(setting.lines).toHaveLength(2);
  // Balanced without regard to it, “Walk first” would be the first line.
  expect(setting.lines[0]?.right).not.toBeCloseTo(words.glyphs.width, 0);
});

test("no word stands alone on a line where two fewer lines are even", async () => {
  const text = "Walk first ☕️ then coffee 🥐🎉";
  const layer = { max_lines: 4, weight: 700, letter_spacing: -0.015 };
  const { setting } = await setText({ text, width: 258, sizes: { min: 20, max: 59 }, layer });
  expect(setting.lines).toHaveLength(2);
});

describe("the fonts", () => {
  test("are the brand's, then Inter, then Noto, character by character", async () => {
    const fonts = [{ name: "Brand", weight: 400, data: await inter("latin-400-normal.woff") }];
    const { setting } = await setText({ text: "Az Ж 漢 ש 🎧", fonts });
    expect(setting.fonts).toEqual(["Brand", "Inter", "Noto Sans SC", "Noto Sans Hebrew", "Noto Color Emoji"]);
  });

  test("are those of the layer's role in the nearest weight", async () => {
    const data = await inter("latin-400-normal.woff2");
    const copy = () => Buffer.from(data);
    const fonts: Font[] = [
      { name: "Text bold", weight: 700, role: "body", data: copy() },
      { name: "Head light", weight: 300, role: "heading", data: copy() },
      { name: "Head heavy", weight: 900, role: "heading", data: copy() },
      { name: "Any", weight: 600, data: copy() },
    ];
    const used = async (layer: object, from = fonts) =>
      (await setText({ text: "Hello", fonts: from, layer })).setting;
    expect(await used({ font: "heading", weight: 700 })).toMatchObject({
      fonts: ["Head heavy"],
      font_weight: 900,
    });
    expect(await used({ font: "heading", weight: 400 })).toMatchObject({
      fonts: ["Head light"],
      font_weight: 300,
    });
    expect((await used({ font: "body", weight: 400 })).fonts).toEqual(["Text bold"]);
    expect((await used({ font: "body", weight: 400 }, fonts.slice(1))).fonts).toEqual(["Any"]);
  });

  test("of variable weight show the weight that is asked for, as far as they have it", async () => {
    const data = await file(
      "@fontsource-variable/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-wght-normal.woff2",
    );
    const fonts = [{ name: "Brand", weight: 400, data }];
    const set = async (weight: number) => setText({ text: "שלום", fonts, layer: { weight } });
    const [thin, middle, heavy] = [await set(100), await set(550), await set(900)];
    expect([thin, middle, heavy].map(({ setting }) => setting.font_weight)).toEqual([100, 550, 900]);
    expect(thin.glyphs.width).toBeLessThan(middle.glyphs.width);
    expect(middle.glyphs.width).toBeLessThan(heavy.glyphs.width);
  });

  test("of the text's fallback come in its weight", async () => {
    const set = async (weight: number) => setText({ text: "漢字", layer: { weight } });
    const painted = ({ glyphs }: { glyphs: Pixels }) =>
      glyphs.data.filter((_, index) => index % 4 === 3).reduce((sum, alpha) => sum + alpha, 0);
    expect(painted(await set(900))).toBeGreaterThan(painted(await set(200)) * 1.5);
  });

  test("may have outlines in CFF", async () => {
    const fonts = [{ name: "Blocks", weight: 400, data: blockFont("HI") }];
    const { glyphs, setting } = await setText({ text: "HI", sizes: { min: 100, max: 100 }, fonts });
    expect(setting).toMatchObject({ fonts: ["Blocks"], cap_height: 70 });
    expect(columns(glyphs).map(({ left, right }) => right - left)).toEqual([40, 40]);
  });

  test("are the same letters in WOFF and WOFF2", async () => {
    const [woff, woff2] = await Promise.all(
      ["woff", "woff2"].map(async (kind) => {
        const data = await inter(`latin-700-normal.${kind}`);
        return setText({ text: "Brand", fonts: [{ name: kind, weight: 700, data }] });
      }),
    );
    expect([woff?.setting.fonts, woff2?.setting.fonts]).toEqual([["woff"], ["woff2"]]);
    expect(columns((woff as typeof woff & object).glyphs)).toEqual(
      columns((woff2 as typeof woff2 & object).glyphs),
    );
  });

  test("that lack a character make an error that names it", async () => {
    await expect(setText({ text: "ok ᚠᛖᚠ" })).rejects.toMatchObject({
      name: "LayoutError",
      code: "missing_glyph",
      layer: "text",
      message: expect.stringContaining("ᚠ ᛖ"),
    });
  });

  test.each([
    ["no font", async () => Buffer.from("hello")],
    ["cut short", async () => (await inter("latin-400-normal.woff2")).subarray(0, 9000)],
    [
      "damaged",
      async () => {
        const data = Buffer.from(await inter("latin-400-normal.woff"));
        return data.fill(0x5a, 600, 12_000);
      },
    ],
  ])("that are broken, as one that is %s, are refused, and the next text is set", async (_name, broken) => {
    const fonts = [{ name: "Broken", weight: 400, data: await broken() }];
    await expect(setText({ text: "Hello", fonts })).rejects.toMatchObject({ name: "FontError" });
    expect((await setText({ text: "Hello" })).setting.fonts).toEqual(["Inter"]);
  });
});

describe("lines", () => {
  test("are about equally long", async () => {
    const text = "Live sessions from forty festivals, recorded this summer";
    const { setting } = await setText({ text, width: 1100 });
    const [first, second] = widths(setting.lines) as [number, number];
    expect(setting.lines).toHaveLength(2);
    expect(Math.min(first, second) / Math.max(first, second)).toBeGreaterThan(0.75);
  });

  test("are about equally long where they are too many as well", async () => {
    const text = "Forty walks between two railway stations, and a good coffee at the end of each of them";
    const { setting } = await setText({ text, width: 800, layer: { max_lines: 3 } });
    const lengths = widths(setting.lines);
    expect(setting).toMatchObject({ overflow: true });
    expect(setting.lines).toHaveLength(4);
    expect(Math.min(...lengths) / Math.max(...lengths)).toBeGreaterThan(0.6);
  });

  test("leave no short word alone where fewer lines do not", async () => {
    // Three lines would be larger, and begin with The alone.
    const text = "The beach, all to yourself";
    const { setting } = await setText({ text, width: 320, sizes: { min: 20, max: 60 } });
    expect(setting).toMatchObject({ overflow: false });
    expect(setting.lines).toHaveLength(2);
    expect(setting.font_size).toBeGreaterThan(40);
  });

  test("hold whole words at a size that lets them", async () => {
    const text = "Große Überraschung";
    const { setting } = await setText({ text, width: 300, sizes: { min: 20, max: 90 } });
    expect(setting.overflow).toBe(false);
    expect(setting.lines).toHaveLength(2);
    expect(setting.font_size).toBeGreaterThan(40);
    expect(Math.max(...widths(setting.lines))).toBeLessThanOrEqual(300);
  });

  test("are broken inside of a word only where nothing else helps, and that is said", async () => {
    const text = "Donaudampfschifffahrtsgesellschaft";
    const { setting } = await setText({ text, width: 300, sizes: { min: 40, max: 90 } });
    expect(setting).toMatchObject({ overflow: true, font_size: 40 });
    expect(Math.max(...widths(setting.lines))).toBeLessThanOrEqual(300);
    const whole = await setText({ text, sizes: { min: 40, max: 40 } });
    const sum = widths(setting.lines).reduce((total, width) => total + width, 0);
    expect(sum).toBeGreaterThan(whole.glyphs.width * 0.95);
  });

  test("are as many as the layer allows, at the largest size that takes no more", async () => {
    const text = "Turn every playlist into a story worth sharing";
    const set = (min: number, max: number) =>
      setText({ text, width: 700, sizes: { min, max }, layer: { max_lines: 2 } });
    const { setting } = await set(20, 200);
    expect(setting.lines).toHaveLength(2);
    expect(setting.overflow).toBe(false);
    const larger = await set(setting.font_size + 1, setting.font_size + 1);
    expect(larger.setting.overflow).toBe(true);
  });

  test("stand equally far apart, whichever fonts they hold", async () => {
    const { setting } = await setText({
      text: "HH\nH漢\nH🎧\nHH",
      layer: { max_lines: 4, line_height: 1.5 },
    });
    const bottoms = setting.lines.map(({ bottom }) => bottom);
    expect((bottoms[3] as number) - (bottoms[0] as number)).toBe(3 * 90);
  });

  test("of scripts that reach high and low do not touch", async () => {
    for (const text of ["أغنية إلى\nأغنية إلى", "ที่ปู่อยู่\nที่ปู่อยู่", "हिंदी कृपया\nहिंदी कृपया"]) {
      const { setting } = await setText({ text, layer: { line_height: 0.9 } });
      const [first, second] = setting.lines as [Ink, Ink];
      expect(second.top).toBeGreaterThanOrEqual(first.bottom);
    }
  });

  test("have boxes that hold their ink, and no more", async () => {
    const { setting, glyphs } = await setText({ text: "Typography\nby hand" });
    const [first, second] = setting.lines as [Ink, Ink];
    expect([setting.right - setting.left, setting.bottom - setting.top]).toEqual([
      glyphs.width,
      glyphs.height,
    ]);
    expect(first.right).toBe(setting.right);
    expect(second.bottom).toBe(setting.bottom);
    expect(second.right).toBeLessThan(first.right);
  });
});

test("capitals follow the language: Greek ones lose their accents", async () => {
  const upper = (text: string) => setText({ text, layer: { transform: "uppercase" } });
  const plain = (text: string) => setText({ text });
  expect((await upper("größe")).glyphs).toEqual((await plain("GRÖSSE")).glyphs);
  expect((await upper("άλφα")).glyphs).toEqual((await plain("ΑΛΦΑ")).glyphs);
});

test("space between letters widens or narrows a text", async () => {
  const width = async (letter_spacing: number) =>
    (await setText({ text: "letters", layer: { letter_spacing } })).glyphs.width;
  const plain = await width(0);
  expect((await width(0.1)) - plain).toBeGreaterThan(6 * 6 - 3);
  expect((await width(0.1)) - plain).toBeLessThan(6 * 6 + 3);
  expect(plain - (await width(-0.05))).toBeGreaterThan(6 * 3 - 3);
});

test("a text is the same pixels each time", async () => {
  const given = { text: "Same حوّل 今日 🎧", sizes: { min: 20, max: 80 }, width: 500 };
  const [one, other] = [await setText(given), await setText(given)];
  expect(one.glyphs).toEqual(other.glyphs);
  expect(one.setting.lines).toEqual(other.setting.lines);
});

describe("memory", () => {
  /** Where the engine has room for a large block: this moves when what it holds grows. */
  const probe = () =>
    withSkia(({ kit }) => {
      const block = kit.Malloc(Uint8Array, 8_000_000);
      const place = block.byteOffset;
      kit.Free(block);
      return place;
    });
  const texts = ["Hello world", "مرحبا بالعالم", "今日は世界", "party 🎉"];
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) {
      await setText({ text: texts[index % texts.length] as string, width: 200, sizes: { min: 20, max: 50 } });
    }
  };

  test("stays as it is over 1,000 texts", async () => {
    await run(100);
    const before = await probe();
    await run(1000);
    expect((await probe()) - before).toBeLessThan(32_000);
  });

  test("holds no more than so many fonts", async () => {
    const data = await file("@fontsource/noto-color-emoji/files/noto-color-emoji-0-400-normal.woff");
    const size = () => withSkia(({ kit }) => (kit as unknown as { HEAPU8: Uint8Array }).HEAPU8.length);
    for (let version = 0; version < 50; version++) {
      const copy = Buffer.from(data);
      // The font's own version number, so that each is another font; unpacked, all of them are 400 MB.
      copy.writeUInt16BE(version, 22);
      await setText({ text: "Hello", fonts: [{ name: "Brand", weight: 400, data: copy }] });
    }
    expect(await size()).toBeLessThan(200_000_000);
  });
});
