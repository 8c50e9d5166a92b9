import { converter, differenceCiede2000, type Lab65, wcagContrast } from "culori";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomFrom } from "../../scripts/simulator/random.ts";
import { parseHex, rgbToLab } from "../../worker/render/color.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

const toLinear = converter("lrgb");
const convert = converter("lab65");
function toLab(color: Parameters<typeof convert>[0]): Lab65 {
  const lab = convert(color);
  if (!lab) throw new Error(`${JSON.stringify(color)} is no colour.`);
  return lab;
}
const difference = differenceCiede2000();

interface Pair {
  readonly one: string;
  readonly other: string;
}

/** What SQL says of a pair; Lab of `one`. */
interface Computed extends Pair {
  readonly l: number;
  readonly a: number;
  readonly b: number;
  readonly delta_e: number;
  readonly contrast: number;
}

let database: TestDatabase;
let computed: Computed[];
/** Colours as [l, a, b]: hues all round, greys and neighbours, which sRGB has few of. */
let differences: { one: number[]; other: number[]; delta_e: number }[];

const random = randomFrom("pairs of colours");
const hex = () =>
  `#${Math.floor(random.next() * 0x1000000)
    .toString(16)
    .padStart(6, "0")}`;
const between = (least: number, most: number) => least + random.next() * (most - least);
const lab = () => [between(0, 100), between(-128, 128), between(-128, 128)];

beforeAll(async () => {
  database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const pairs = Array.from({ length: 10_000 }, (): Pair => ({ one: hex(), other: hex() }));
  ({ rows: computed } = await client.query<Computed>(
    `select p.one, p.other, lab.l, lab.a, lab.b, d.delta_e, core.contrast_ratio(p.one, p.other) as contrast
     from unnest($1::text[], $2::text[]) p (one, other)
     cross join lateral core.hex_to_lab(p.one) lab
     cross join lateral core.hex_to_lab(p.other) lab2
     cross join lateral core.ciede2000(lab.l, lab.a, lab.b, lab2.l, lab2.a, lab2.b) d`,
    [pairs.map(({ one }) => one), pairs.map(({ other }) => other)],
  ));
  const labs = Array.from({ length: 10_000 }, () => {
    const one = lab();
    const other = random.next() < 0.5 ? lab() : one.map((value) => value + between(-2, 2));
    return { one, other };
  });
  ({ rows: differences } = await client.query(
    `select array[p.l1, p.a1, p.b1] as one, array[p.l2, p.a2, p.b2] as other, d.delta_e
     from unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[]) p (l1, a1, b1, l2, a2, b2)
     cross join lateral core.ciede2000(p.l1, p.a1, p.b1, p.l2, p.a2, p.b2) d`,
    [0, 1, 2]
      .map((at) => labs.map(({ one }) => one[at]))
      .concat([0, 1, 2].map((at) => labs.map(({ other }) => other[at]))),
  ));
  await client.end();
});
afterAll(() => database.drop());

const largest = (values: number[]) => values.reduce((most, value) => Math.max(most, value), 0);
const distance = (one: readonly number[], { l, a, b }: Lab65) =>
  largest([l, a, b].map((value, at) => Math.abs(value - (one[at] as number))));
const ofSql = ({ l, a, b }: Computed) => [l, a, b];

/** Lab as culori makes it of XYZ; XYZ by the matrix of the sRGB standard, as its white. */
function standardLab(color: string): Lab65 {
  const linear = toLinear(color);
  if (!linear) throw new Error(`${color} is no colour.`);
  const { r, g, b } = linear;
  return toLab({
    mode: "xyz65",
    x: ((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047) * (0.3127 / 0.329),
    y: (0.2126729 * r + 0.7151522 * g + 0.072175 * b) / 1.0000001,
    z: ((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883) * ((1 - 0.3127 - 0.329) / 0.329),
  });
}

describe("10,000 pairs of colours, as culori computes them", () => {
  test("CIEDE2000 is the same to 1e-9", () => {
    expect(differences).toHaveLength(10_000);
    const off = differences.map(({ one, other, delta_e }) => {
      const [from, to] = [one, other].map(([l = 0, a = 0, b = 0]): Lab65 => ({ mode: "lab65", l, a, b }));
      return Math.abs(delta_e - difference(from as Lab65, to as Lab65));
    });
    expect(largest(off)).toBeLessThan(1e-9);
  });

  test("contrast is the same to 1e-6", () => {
    expect(computed).toHaveLength(10_000);
    const off = computed.map(({ one, other, contrast }) => Math.abs(contrast - wcagContrast(one, other)));
    expect(largest(off)).toBeLessThan(1e-6);
  });

  test("Lab is the same to 1e-6, in SQL and in the worker", () => {
    expect(largest(computed.map((pair) => distance(ofSql(pair), standardLab(pair.one))))).toBeLessThan(1e-6);
    const worker = computed.map(({ one }) => distance(rgbToLab(parseHex(one)), standardLab(one)));
    expect(largest(worker)).toBeLessThan(1e-4);
  });

  test("culori's own matrix, which has more digits than the standard's, makes no visible difference", () => {
    expect(largest(computed.map((pair) => distance(ofSql(pair), toLab(pair.one))))).toBeLessThan(0.02);
  });
});
